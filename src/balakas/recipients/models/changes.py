"""How a list changes after it was taken over: somebody comes on it, another list corrects it, a person's data are put right."""

from django.db import models

from balakas.common.fields import Row, SealedField


class ReserveEntry(Row):
    """Somebody on a distribution's reserve list, in its order; `state`: `free`, `used` in a replacement, or `struck`."""

    PERSONAL = ()
    NOT_PERSONAL = (
        "distribution",
        "person",
        "source_list",
        "order",
        "village_code",
        "state",
        "struck_reason",
        "created_at",
    )

    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("recipients.Person", on_delete=models.PROTECT, related_name="+")
    source_list = models.ForeignKey("recipients.RecipientList", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()
    village_code = models.CharField(max_length=13)
    state = models.CharField(max_length=8)
    struck_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["distribution", "person"], name="recipients_once_in_reserve"),
            models.UniqueConstraint(fields=["distribution", "order"], name="recipients_one_place_in_reserve"),
        )


class Joining(Row):
    """Somebody who shall come on a list: in another's place (`replaces`) or by order; one proposes, another decides.

    `person` is set where the office knows who comes; else the particulars wait as sealed JSON under `subject`. Who ordered it
    and on which paper is always there: a number with its date, or the paper's own picture.
    """

    PERSONAL = (
        "person", "particulars_sealed", "relation", "paper_file_id", "paper_shown_id", "evidence_file_id",
        "evidence_shown_id", "witness",
    )  # fmt: skip
    NOT_PERSONAL = (
        "office", "distribution", "subject", "replaces", "reason", "heir", "reserve", "ordered_by", "paper_title",
        "paper_number", "paper_date", "evidence", "evidence_number", "out_of_order", "allocations", "village_code", "state",
        "by", "at", "decided_by", "decided_at", "refusal", "despite", "recipient", "minutes_id", "statement_id", "version",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey("vault.SubjectKey", on_delete=models.PROTECT, related_name="+")
    replaces = models.ForeignKey("recipients.Recipient", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("recipients.Person", null=True, on_delete=models.PROTECT, related_name="+")
    particulars_sealed = SealedField(default=b"")
    reason = models.CharField(max_length=20, blank=True)
    heir = models.CharField(max_length=10)
    reserve = models.ForeignKey(ReserveEntry, null=True, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=60, blank=True)
    ordered_by = models.CharField(max_length=150)
    paper_title = models.CharField(max_length=120)
    paper_number = models.CharField(max_length=120, blank=True)
    paper_date = models.DateField(null=True)
    paper_file_id = models.UUIDField(null=True)
    paper_shown_id = models.UUIDField(null=True)
    evidence = models.CharField(max_length=24, blank=True)
    evidence_number = models.CharField(max_length=120, blank=True)
    evidence_file_id = models.UUIDField(null=True)
    evidence_shown_id = models.UUIDField(null=True)
    out_of_order = models.CharField(max_length=300, blank=True)
    witness = models.JSONField(default=dict)
    allocations = models.JSONField(default=list)
    village_code = models.CharField(max_length=13)
    state = models.CharField(max_length=10)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)
    despite = models.CharField(max_length=300, blank=True)
    recipient = models.ForeignKey("recipients.Recipient", null=True, on_delete=models.PROTECT, related_name="+")
    minutes_id = models.UUIDField(null=True)
    statement_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["replaces"], condition=models.Q(state__in=["proposed", "accepted"]),
                name="recipients_one_replacement",
            ),
            models.CheckConstraint(
                condition=~models.Q(ordered_by="") & (~models.Q(paper_number="") | ~models.Q(paper_file_id=None)),
                name="recipients_joining_on_paper",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["distribution", "state"], name="recipients_joinings"),)


class ListUpdate(Row):
    """Another list laid over a running one: what it adds, drops and changes, taken over as one act.

    `corrects` are the earlier lists it stands in for; `whole` also drops people of villages that it does not name; `mark` is
    the difference as it was seen. `done` holds the ids an undo needs.
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "recipient_list", "corrects", "whole", "mark", "counts", "state", "by", "at", "decided_by", "decided_at",
        "refusal", "done", "undone_by", "undone_at",
    )  # fmt: skip

    recipient_list = models.ForeignKey("recipients.RecipientList", on_delete=models.PROTECT, related_name="+")
    corrects = models.JSONField(default=list)
    whole = models.BooleanField(default=False)
    mark = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    state = models.CharField(max_length=10)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)
    done = models.JSONField(default=dict)
    undone_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["recipient_list"], condition=models.Q(state="proposed"), name="recipients_one_open_update"
            ),
        )


class PersonChange(Row):
    """A person's data as they were and as they became, sealed under the person's key: who changed them, when, why."""

    PERSONAL = ("values_sealed",)
    NOT_PERSONAL = ("person", "source", "fields", "update", "by", "at")

    person = models.ForeignKey("recipients.Person", on_delete=models.PROTECT, related_name="history")
    source = models.CharField(max_length=8)
    fields = models.JSONField(default=list)
    values_sealed = SealedField(default=b"")
    update = models.ForeignKey(ListUpdate, null=True, on_delete=models.PROTECT, related_name="changes")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SubjectRequest(Row):
    """What a citizen asks about their own data: to have them put right (UU 27/2022 art. 30) or to see them (art. 32).

    The law gives 3 x 24 hours from when it was asked, on whatever day that was; the answer is told to who asked.
    """

    PERSONAL = ("words_sealed", "answer_sealed", "asked_by")
    NOT_PERSONAL = (
        "person", "recipient", "kind", "channel", "asked_at", "due_at", "recorded_by", "recorded_at", "state",
        "settled_by", "settled_at", "told_how",
    )  # fmt: skip

    person = models.ForeignKey("recipients.Person", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("recipients.Recipient", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    channel = models.CharField(max_length=10)
    words_sealed = SealedField(default=b"")
    asked_by = models.CharField(max_length=150, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    recorded_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=8)
    answer_sealed = SealedField(default=b"")
    told_how = models.CharField(max_length=120, blank=True)
    settled_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["state", "due_at"], name="recipients_requests_due"),)
