"""Keys with which programs call, and when each was last used."""

from django.db import models

from throughline.platform.models.access import User


class ApiToken(models.Model):
    """A key of a person or service in one company: only the hash of its secret is kept.

    `scopes` are the parts of the holder's permissions that it carries; `hint` is the part that people recognise.
    """

    company_id = models.BigIntegerField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    hint = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "platform_api_token"
        indexes = [models.Index(fields=["company_id", "user"], name="platform_api_token_user")]

    def __str__(self) -> str:
        return self.name


class ApiTokenUse(models.Model):
    """When a token last opened the door, to within ten minutes; written by the door itself."""

    token_id = models.BigIntegerField(primary_key=True)
    company_id = models.BigIntegerField()
    last_used_at = models.DateTimeField()

    class Meta:
        db_table = "platform_api_token_use"

    def __str__(self) -> str:
        return f"token {self.token_id}"
