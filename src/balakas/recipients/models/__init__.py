"""Recipient lists and their staging, people and households, entitlements, documents (SOP activity 3).

NIK, KK and phone are sealed under the person's or household's own key; they are found by blind index only.
"""

from django.db import models

from balakas.common.fields import BlindIndexField, Row, SealedField
from balakas.recipients.models import batches, changes

__all__ = ["batches", "changes"]


class Household(Row):
    """A family as its KK shows it."""

    PERSONAL = ("kk_sealed", "kk_index", "head_name", "address")
    NOT_PERSONAL = ("office", "subject", "village_code", "created_at")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey("vault.SubjectKey", on_delete=models.PROTECT, related_name="+")
    kk_sealed = SealedField(default=b"")
    kk_index = BlindIndexField(default=b"", db_index=True)
    head_name = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=300, blank=True)
    village_code = models.CharField(max_length=13, blank=True)
    created_at = models.DateTimeField()


class Person(Row):
    """A citizen on a list. `nik_state`: `has`, or `none` for somebody not yet registered (never the number 0)."""

    PERSONAL = (
        "name", "name_key", "nik_sealed", "nik_index", "nik_tail_index", "birth_place", "birth_date", "sex", "address",
        "rt", "rw", "phone_sealed", "household",
    )  # fmt: skip
    NOT_PERSONAL = ("office", "subject", "nik_state", "village_code", "version", "created_at", "erased_at")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey("vault.SubjectKey", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=150)
    name_key = models.CharField(max_length=150, db_index=True)
    nik_state = models.CharField(max_length=8)
    nik_sealed = SealedField(default=b"")
    nik_index = BlindIndexField(default=b"", db_index=True)
    nik_tail_index = BlindIndexField(default=b"", db_index=True)
    birth_place = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    address = models.CharField(max_length=300, blank=True)
    rt = models.CharField(max_length=5, blank=True)
    rw = models.CharField(max_length=5, blank=True)
    village_code = models.CharField(max_length=13)
    phone_sealed = SealedField(default=b"")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["office", "village_code", "name_key"], name="recipients_by_village"),)


class RecipientList(Row):
    """A list as it came: the sealed file (or a typed grid), how its columns were understood, what became of it.

    `purpose` is `main`, or `reserve` for people who are called in their order when somebody must be replaced.
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "office", "distribution", "subject", "source", "file_id", "file_name", "sha256", "fingerprint", "columns",
        "sheets", "allocations", "state", "counts", "progress", "created_by", "created_at", "taken_over_by",
        "taken_over_at", "version", "purpose",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey("vault.SubjectKey", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=8, default="main")
    source = models.CharField(max_length=8)
    file_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    columns = models.JSONField(default=dict)
    sheets = models.JSONField(default=list)
    allocations = models.JSONField(default=list)
    state = models.CharField(max_length=12)
    counts = models.JSONField(default=dict)
    progress = models.JSONField(default=dict)
    created_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    taken_over_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_over_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class StagedRow(Row):
    """One row of a list before it is taken over; its cells are sealed under the list's key.

    `nik_index` is there for a sound NIK only; `findings` are codes of what the office already knows about `person`,
    who has the same NIK; `version` guards against two people editing one row.
    """

    PERSONAL = ("cells_sealed", "nik_index", "person")
    NOT_PERSONAL = (
        "recipient_list", "order", "sheet", "row_number", "problems", "severity", "findings", "village_code", "state",
        "recipient", "version",
    )  # fmt: skip

    recipient_list = models.ForeignKey(RecipientList, on_delete=models.CASCADE, related_name="rows", db_index=False)
    order = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100, blank=True)
    row_number = models.PositiveIntegerField(default=0)
    cells_sealed = SealedField()
    nik_index = BlindIndexField(default=b"")
    problems = models.JSONField(default=list)
    severity = models.CharField(max_length=8, blank=True)
    findings = models.CharField(max_length=100, blank=True)
    village_code = models.CharField(max_length=13, blank=True)
    state = models.CharField(max_length=10)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    recipient = models.ForeignKey(
        "recipients.Recipient", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["recipient_list", "order"], name="recipients_one_row_per_order"),
        )
        # Partial: a list just brought in has neither, and a million empty entries would cost seconds. `nik_index` has no
        # index at all: its values are random, so every part of a large list would write the whole index anew, while
        # a correction can well look through one list.
        indexes = (
            models.Index(fields=["person"], name="recipients_staged_person", condition=models.Q(person__isnull=False)),
            models.Index(
                fields=["recipient"], name="recipients_staged_taken", condition=models.Q(recipient__isnull=False)
            ),
        )


class Recipient(Row):
    """A person on a distribution's list. `replaces` and `basis` tell how somebody came on it later."""

    PERSONAL = ()
    NOT_PERSONAL = (
        "distribution", "person", "source_list", "order", "village_code", "state", "state_reason", "replaces",
        "basis", "ordered_by", "created_at", "version",
    )  # fmt: skip

    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    source_list = models.ForeignKey(RecipientList, null=True, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()
    village_code = models.CharField(max_length=13)
    state = models.CharField(max_length=10)
    state_reason = models.CharField(max_length=300, blank=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300, blank=True)
    ordered_by = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["distribution", "person"], name="recipients_once_per_distribution"),
        )
        indexes = (models.Index(fields=["distribution", "village_code", "order"], name="recipients_by_order"),)


class Entitlement(Row):
    """Recipient x benefit x period x instalment (the allocation), with its own amount.

    State: `open`, `settled` (closed at what was given), `cancelled`. A short giving settles it at what was given and
    opens a remainder.
    """

    PERSONAL = ()
    NOT_PERSONAL = ("recipient", "allocation", "source_list", "amount", "given", "state", "remainder_of", "created_at")

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="entitlements")
    allocation = models.ForeignKey("distributions.Allocation", on_delete=models.PROTECT, related_name="+")
    source_list = models.ForeignKey(RecipientList, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveBigIntegerField()
    given = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10)
    remainder_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "allocation"],
                condition=models.Q(remainder_of=None),
                name="recipients_one_entitlement",
            ),
        )


class Document(Row):
    """A KTP (of a person) or KK (of a household), or what stands for one; original and shown copy are sealed files."""

    PERSONAL = ("original_file_id", "shown_file_id")
    NOT_PERSONAL = ("office", "kind", "person", "household", "uploaded_by", "uploaded_at", "withdrawn_at", "client_id")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="documents")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="documents")
    original_file_id = models.UUIDField()
    shown_file_id = models.UUIDField()
    uploaded_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    client_id = models.UUIDField(null=True, unique=True)


class DocumentUse(Row):
    """A document used for one recipient's distribution: the purpose, who verified it, until when it may be kept."""

    PERSONAL = ()
    NOT_PERSONAL = ("document", "recipient", "requirement", "purpose", "verified_by", "verified_at", "retention_until")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="uses")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="document_uses")
    requirement = models.CharField(max_length=20)
    purpose = models.CharField(max_length=200)
    verified_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    retention_until = models.DateField(null=True)


class CardDraft(Row):
    """What the reader saw on a document's photo: a draft until a person decided (`rules.drafts`).

    The reading (cards with fields and confidence, as JSON) is sealed under the document's person or household.
    """

    PERSONAL = ("cards_sealed",)
    NOT_PERSONAL = ("document", "state", "asked_at", "read_at", "decided_by", "decided_at")

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="draft")
    state = models.CharField(max_length=10, db_index=True)
    cards_sealed = SealedField(default=b"")
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)


class PaperException(Row):
    """A required paper that is missing for a reason somebody wrote down."""

    PERSONAL = ()
    NOT_PERSONAL = ("recipient", "requirement", "reason", "by", "at", "withdrawn_at")

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="exceptions")
    requirement = models.CharField(max_length=20)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class Representative(Row):
    """Who may collect for a person; `lasting` for a guardian, else for one distribution by power of attorney."""

    PERSONAL = ("name", "nik_sealed", "nik_index", "relation", "letter_file_id")
    NOT_PERSONAL = ("person", "distribution", "lasting", "reason", "by", "at", "ended_at", "paper_id")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representatives")
    distribution = models.ForeignKey(
        "distributions.Distribution", null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=150)
    nik_sealed = SealedField(default=b"")
    nik_index = BlindIndexField(default=b"", db_index=True)
    relation = models.CharField(max_length=60)
    lasting = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    letter_file_id = models.UUIDField(null=True)
    paper_id = models.UUIDField(null=True)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class VillageVerification(Row):
    """A village's papers looked through and verified in one act; `countersigned` where the verifier was alone."""

    PERSONAL = ()
    NOT_PERSONAL = (
        "distribution",
        "village_code",
        "by",
        "at",
        "alone",
        "countersigned_by",
        "countersigned_at",
        "revoked_at",
    )

    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    village_code = models.CharField(max_length=13)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    alone = models.BooleanField(default=False)
    countersigned_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    countersigned_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class ListChange(Row):
    """Somebody to be taken off a list, or an amount to be changed: proposed by one person, decided by another.

    `kind`: `leave` or `amount`. `reason` is a code for leaving, `basis` names the paper; `accepted` is None until decided.
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "recipient", "kind", "reason", "basis", "entitlement", "amount", "by", "at", "decided_by", "decided_at", "accepted",
    )  # fmt: skip

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10)
    reason = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=300)
    entitlement = models.ForeignKey(Entitlement, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveBigIntegerField(null=True)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)


class Erasure(Row):
    """That everything about a person be destroyed: proposed by one person, decided by another; stays for ever.

    `reason` is of a closed list and `paper` a number without a name, so that nothing here outlives the person's data.
    """

    PERSONAL = ()
    NOT_PERSONAL = ("person", "reason", "paper", "by", "at", "decided_by", "decided_at", "accepted")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    paper = models.CharField(max_length=80)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
