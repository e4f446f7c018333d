"""Accounts, offices, positions held, and the small tables the pages' forms need."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from balakas.common.fields import Row, SealedField


class Office(Row):
    """A district office (the tenant), a village office below it, or the agency that sends the letters."""

    NOT_PERSONAL = (
        "kind", "parent", "region_code", "name", "regency_name", "province_name", "zone", "address", "postal_code",
        "phone", "email", "website", "unit_code", "logo_file_id", "dpo_contact", "place",
    )  # fmt: skip

    kind = models.CharField(max_length=16)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=13, blank=True)
    name = models.CharField(max_length=200)
    regency_name = models.CharField(max_length=200, blank=True)
    province_name = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=32, default="Asia/Makassar")
    place = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.CharField(max_length=100, blank=True)
    website = models.CharField(max_length=100, blank=True)
    unit_code = models.CharField(max_length=30, blank=True)
    logo_file_id = models.UUIDField(null=True)
    dpo_contact = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "region_code"], condition=~models.Q(region_code=""), name="staff_one_office_per_region"
            ),
        )


class UserManager(BaseUserManager["User"]):
    """What Django's authentication asks of a manager."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by user name, whatever its case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser, Row):
    """An officer's account. Officers are staff acting in office: their names stand on papers."""

    PERSONAL = ("phone_sealed",)
    NOT_PERSONAL = (
        "username", "email", "name", "front_title", "back_title", "nip", "rank", "grade", "office", "is_active",
        "language", "must_change_password", "created_at",
    )  # fmt: skip

    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=150)
    front_title = models.CharField(max_length=50, blank=True)
    back_title = models.CharField(max_length=80, blank=True)
    nip = models.CharField(max_length=18, blank=True)
    rank = models.CharField(max_length=60, blank=True)
    grade = models.CharField(max_length=10, blank=True)
    phone_sealed = SealedField(blank=True, default=b"")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name with its titles, as papers print it (Permendagri 1/2023 art. 44)."""
        front = f"{self.front_title} " if self.front_title else ""
        back = f", {self.back_title}" if self.back_title else ""
        return f"{front}{self.name}{back}"


class Appointment(Row):
    """A position held by a person at an office for a time."""

    NOT_PERSONAL = ("user", "office", "position", "acting", "title", "valid_from", "valid_to", "decree")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(max_length=20)
    acting = models.CharField(max_length=3, blank=True)
    title = models.CharField(max_length=120, blank=True)
    decree = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)


class ResetTicket(Row):
    """A one-time reset of a forgotten password, shown as a QR at the office; only its hash is stored."""

    NOT_PERSONAL = ("user", "token_hash", "issued_by", "created_at", "expires_at", "used_at")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SignIn(Row):
    """One login on one device: what "log out everywhere" ends, and how long it may last.

    A registered phone has `registered_at` and a label of its owner's; of its session only the key's hash is kept.
    """

    PERSONAL = ("address", "agent", "label")
    NOT_PERSONAL = ("user", "started_at", "seen_at", "ended_at", "registered_at", "session_hash")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=60, blank=True)
    registered_at = models.DateTimeField(null=True)
    session_hash = models.CharField(max_length=64, blank=True)


class FormReceipt(models.Model):
    """A form already taken: the second press of its button is answered like the first."""

    PERSONAL = ()
    NOT_PERSONAL = ("form_id", "user", "location", "created_at")

    form_id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    location = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)


class FormDraft(Row):
    """What somebody had typed when the session ran out: sealed, kept an hour, given back after the login."""

    PERSONAL = ("sealed",)
    NOT_PERSONAL = ("path", "created_at")

    path = models.CharField(max_length=300)
    sealed = SealedField()
    created_at = models.DateTimeField(auto_now_add=True)
