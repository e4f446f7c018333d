"""Procedures, runs and their steps, and the office's calendar.

A state with an author is a row: evidence, exemption, pause and sign-off each say who, when and why. Rows point at other
rooms' records by kind, id and label, never by foreign key.
"""

from django.db import models

from balakas.common.fields import Row


class Act(Row):
    """Who recorded a row, and when."""

    by_kind = models.CharField(max_length=8)
    by_id = models.CharField(max_length=64, blank=True)
    by_label = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class Procedure(Act):
    """One version of an office's procedure: the sheet as data, in force from a date."""

    NOT_PERSONAL = ("office", "code", "version", "effective_from", "data", "note")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    effective_from = models.DateField()
    data = models.JSONField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "code", "version"], name="sop_one_procedure_version"),)


class Run(Act):
    """One carrying-out of a procedure, on the record `kind`, `subject_id`.

    It begins on the letter (`origin_…`) and is adopted by the distribution. `recorded_at` is when its start was recorded.
    """

    NOT_PERSONAL = (
        "office", "procedure", "kind", "subject_id", "label", "origin_kind", "origin_id", "origin_label", "state",
        "started_at", "start_reason", "ended_at", "ended_recorded_at", "ended_by_label", "end_reason",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=64)
    subject_id = models.UUIDField()
    label = models.CharField(max_length=200)
    origin_kind = models.CharField(max_length=64)
    origin_id = models.UUIDField()
    origin_label = models.CharField(max_length=200)
    state = models.CharField(max_length=8, default="open")
    started_at = models.DateTimeField()
    start_reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_recorded_at = models.DateTimeField(null=True)
    ended_by_label = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "subject_id"], name="sop_one_run_per_subject"),)
        indexes = (
            models.Index(fields=["office", "state"], name="sop_run_by_state"),
            models.Index(fields=["origin_kind", "origin_id"], name="sop_run_by_origin"),
        )


class Step(Row):
    """One activity of a run; all are made with it. The `started_…` columns are empty until it starts."""

    NOT_PERSONAL = (
        "run", "number", "started_at", "started_recorded_at", "started_by_id", "started_by_label", "start_reason",
    )  # fmt: skip

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(null=True)
    started_recorded_at = models.DateTimeField(null=True)
    started_by_id = models.CharField(max_length=64, blank=True)
    started_by_label = models.CharField(max_length=200, blank=True)
    start_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "number"], name="sop_one_step_per_number"),)


class Evidence(Act):
    """What stands for a paper the step asks for; one paper may have several (a page of photos, five villages)."""

    NOT_PERSONAL = ("step", "requirement", "kind", "subject_id", "label", "withdrawn_at", "withdrawn_reason")

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="evidence")
    requirement = models.CharField(max_length=40)
    kind = models.CharField(max_length=64)
    subject_id = models.UUIDField()
    label = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["step", "requirement", "kind", "subject_id"],
                condition=models.Q(withdrawn_at=None),
                name="sop_evidence_once",
            ),
        )


class Exemption(Act):
    """A paper the office goes without, and why."""

    NOT_PERSONAL = ("step", "requirement", "reason")

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="exemptions")
    requirement = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["step", "requirement"], name="sop_exempted_once"),)


class Pause(Act):
    """Time the office waits for others: shown, not charged. `ended_at` is empty while it lasts."""

    NOT_PERSONAL = ("step", "started_at", "ended_at", "ended_recorded_at", "ended_by_label", "reason")

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="pauses")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_recorded_at = models.DateTimeField(null=True)
    ended_by_label = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["step"], condition=models.Q(ended_at=None), name="sop_one_open_pause"),
        )


class SignOff(Act):
    """A performer's word that the step is done; taken back with a reason, never erased.

    The performer may have said it in ink: then somebody else recorded it (`by_…`).
    """

    NOT_PERSONAL = (
        "step", "performer_id", "performer_label", "happened_at", "reason", "missing", "withdrawn_at", "withdrawn_by_label", "withdrawn_reason",
    )  # fmt: skip

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="sign_offs")
    performer_id = models.CharField(max_length=64, blank=True)
    performer_label = models.CharField(max_length=200)
    happened_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    missing = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_label = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["step"], condition=models.Q(withdrawn_at=None), name="sop_one_sign_off_in_force"
            ),
        )


class FieldDay(Act):
    """A post's day in the field: from its first slot to its close; real hours, also outside office hours.

    `day` is the office's calendar day of the opening: a post may have several.
    """

    NOT_PERSONAL = ("step", "kind", "subject_id", "label", "day", "opened_at", "closed_at")

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="field_days")
    kind = models.CharField(max_length=64)
    subject_id = models.UUIDField()
    label = models.CharField(max_length=200)
    day = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["step", "kind", "subject_id", "day"], name="sop_one_field_day_per_day"),
        )


class WorkingHours(Act):
    """The office's week from a date on: seven lists of spans like `07.30-12.00`, Monday first; and those of Ramadan."""

    NOT_PERSONAL = ("office", "valid_from", "ordinary", "ramadan", "basis")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    ordinary = models.JSONField()
    ramadan = models.JSONField()
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "valid_from"], name="sop_one_week_per_date"),)


class RamadanSpan(Act):
    """The office's own dates of one Ramadan, which stand above the shipped ones of that hijri year."""

    NOT_PERSONAL = ("office", "hijri_year", "first", "last", "estimated")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    hijri_year = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    estimated = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "hijri_year"], name="sop_one_ramadan_per_year"),)


class HolidayOverride(Act):
    """One day the office sets itself: closed though it is a working day, or working though it is none."""

    NOT_PERSONAL = ("office", "day", "working", "spans", "reason")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    working = models.BooleanField()
    spans = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "day"], name="sop_one_override_per_day"),)
