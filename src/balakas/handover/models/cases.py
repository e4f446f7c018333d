"""Cases and the decisions on them."""

from django.db import models

from balakas.common.fields import Row, SealedField
from balakas.handover.models.ledger import Event


class Case(Row):
    """Something a person must decide. `key` keeps one case per entitlement (DOUBLE) or event, in whatever order they come."""

    PERSONAL = ("note_sealed",)
    NOT_PERSONAL = (
        "office", "distribution", "kind", "key", "state", "post", "recipient", "entitlement", "event", "opened_at",
        "changed_at",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey(
        "distributions.Distribution", null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    state = models.CharField(max_length=10)
    post = models.ForeignKey("planning.Post", null=True, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("recipients.Recipient", null=True, on_delete=models.PROTECT, related_name="+")
    entitlement = models.ForeignKey("recipients.Entitlement", null=True, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")
    note_sealed = SealedField(default=b"")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "key"], name="handover_one_case_per_key"),)


class CaseDecision(Row):
    """A proposed answer, and the second person's word on it."""

    PERSONAL = ("reason_sealed", "refusal_sealed")
    NOT_PERSONAL = (
        "case", "decision", "event", "proposed_by", "proposed_at", "approved_by", "approved_at", "refused_by",
        "refused_at", "answer",
    )  # fmt: skip

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=10)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    reason_sealed = SealedField()
    proposed_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refusal_sealed = SealedField(default=b"")
    answer = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(approved_at=None, refused_at=None),
                name="handover_one_open_proposal",
            ),
        )
