"""How a person proves to be the one who signs in, and what came of it."""

from django.db import models

from throughline.platform.models.access import User


class Credential(models.Model):
    """A second factor, a passkey, or the recovery codes of a person. Secrets stand sealed, codes as digests."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=400, blank=True)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "platform_credential"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], name="platform_credential_key", condition=~models.Q(key="")
            ),
            models.UniqueConstraint(
                fields=["user", "kind"], name="platform_credential_one", condition=~models.Q(kind="passkey")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Identity(models.Model):
    """A person as a provider of OpenID Connect knows it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        db_table = "platform_identity"
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="platform_identity_subject")]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"


class SignInLink(models.Model):
    """A link that lets a person set a password once, until it expires. The link itself is kept nowhere."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "platform_sign_in_link"
        indexes = [models.Index(fields=["user"], name="platform_sign_in_link_user")]

    def __str__(self) -> str:
        return f"link for {self.user_id}"


class SignIn(models.Model):
    """An attempt to sign in and what came of it. A login that nobody has is not kept: it may be a password."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    method = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    address = models.CharField(max_length=60)
    agent = models.CharField(max_length=200)

    class Meta:
        db_table = "platform_sign_in"
        indexes = [models.Index(fields=["user", "-id"], name="platform_sign_in_user")]

    def __str__(self) -> str:
        return f"{self.method} {self.outcome}"


class Session(models.Model):
    """A browser in which a person is signed in, until it ends or is not used for too long."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    session_key = models.CharField(max_length=64, unique=True)
    method = models.CharField(max_length=20)
    address = models.CharField(max_length=60)
    agent = models.CharField(max_length=200)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    idle_minutes = models.PositiveIntegerField()

    class Meta:
        db_table = "platform_session"
        indexes = [models.Index(fields=["user"], name="platform_session_user")]

    def __str__(self) -> str:
        return f"session of {self.user_id}"


class Throttle(models.Model):
    """How often something failed lately under a key (an account, an address), and until when it is refused."""

    key = models.CharField(max_length=160, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "platform_throttle"

    def __str__(self) -> str:
        return self.key
