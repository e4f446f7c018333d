"""Programmes, benefits, and one distribution: the case all else hangs on."""

from django.db import models

from balakas.common.fields import Row
from balakas.distributions.rules.replacement import default_data


class Programme(Row):
    """A programme of assistance, with the papers and proofs it asks for.

    `required_papers`: list of `{"code": "ktp", "substitutes": ["village_statement"]}`; `proofs`: list of codes
    (`photo`, `signature`, `position`); `proxy_limit`: families one representative may collect for; `replacement_rules`: why
    somebody leaves a list, what shows it and who follows (`rules.replacement`).
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "office", "code", "name", "fund_source", "legal_base", "agency_name", "required_papers", "proofs",
        "proxy_rules", "proxy_limit", "replacement_rules", "retention_months", "active", "version",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=150)
    fund_source = models.CharField(max_length=60, blank=True)
    legal_base = models.CharField(max_length=300, blank=True)
    agency_name = models.CharField(max_length=200, blank=True)
    required_papers = models.JSONField(default=list)
    proofs = models.JSONField(default=list)
    proxy_rules = models.JSONField(default=dict)
    proxy_limit = models.PositiveSmallIntegerField(default=3)
    replacement_rules = models.JSONField(default=default_data)
    retention_months = models.PositiveSmallIntegerField(default=60)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "code"], name="distributions_programme_code"),)


class Benefit(Row):
    """What a programme gives: goods (integer in the smallest unit) or cash (integer rupiah).

    `unit` is the smallest unit (`kg`, `paket`, `rupiah`); `unit_value` is rupiah a unit, for goods' worth in the books.
    """

    PERSONAL = ()
    NOT_PERSONAL = ("programme", "name", "kind", "unit", "usual_amount", "unit_value", "active")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="benefits")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=5)
    unit = models.CharField(max_length=20)
    usual_amount = models.PositiveBigIntegerField()
    unit_value = models.PositiveBigIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["programme", "name"], name="distributions_benefit_name"),)


class ProgrammePair(Row):
    """A rule between two programmes (stored in the order of their ids), or of one programme with itself.

    It is never changed: it is ended (`ended_at`) and another one entered, so that what was decided under it stays readable.
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "office", "first", "second", "allowed", "scope", "since", "until", "basis_kind", "basis", "by", "at", "ended_by",
        "ended_at",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    allowed = models.BooleanField()
    scope = models.CharField(max_length=8)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    basis_kind = models.CharField(max_length=4)
    basis = models.CharField(max_length=300)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)


class Distribution(Row):
    """One distribution: what the agency announced in a letter and the office carries out."""

    PERSONAL = ()
    NOT_PERSONAL = (
        "office", "letter", "title", "period_label", "giver", "giver_name", "state", "run_id", "opened_by",
        "opened_at", "closed_at", "closed_by", "closing_reason", "version",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey("letters.Letter", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    period_label = models.CharField(max_length=80)
    giver = models.CharField(max_length=12)
    giver_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12)
    run_id = models.UUIDField(null=True, db_index=True)
    opened_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    closing_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["letter"],
                condition=~models.Q(letter=None) & ~models.Q(state="stopped"),
                name="distributions_one_per_letter",
            ),
        )
        indexes = (models.Index(fields=["office", "state", "-opened_at"], name="distributions_by_state"),)

    def __str__(self) -> str:
        return self.title


class Allocation(Row):
    """One benefit in one distribution, for one period and instalment.

    `amount` is what each recipient gets unless a row of the list says otherwise; `letter_people` and `letter_total` are
    what the letter announces, and a difference to the list needs `difference_reason` before the report. `terms` are the
    programme's terms and the unit's value as they stood when this was allotted (`queries.programmes.frozen`): a distribution
    that runs keeps them, whatever the programme says later.
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "distribution", "benefit", "period", "instalment", "amount", "letter_people", "letter_total",
        "difference_reason", "order", "version", "terms",
    )  # fmt: skip

    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="allocations")
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=40)
    instalment = models.PositiveSmallIntegerField(default=1)
    amount = models.PositiveBigIntegerField()
    letter_people = models.PositiveIntegerField(null=True, blank=True)
    letter_total = models.PositiveBigIntegerField(null=True, blank=True)
    difference_reason = models.CharField(max_length=400, blank=True)
    terms = models.JSONField(default=dict)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["distribution", "benefit", "period", "instalment"], name="distributions_one_allocation"
            ),
        )
