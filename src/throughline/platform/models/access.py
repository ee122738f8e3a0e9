"""Who may sign in, and what each role lets one do in which company."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager
from django.db import models


class User(AbstractBaseUser):
    """A person or a service that acts. What it may do comes from its roles, per company."""

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="en-gb")
    is_active = models.BooleanField(default=True)
    is_service = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    objects = UserManager["User"]()

    class Meta:
        db_table = "platform_user"

    def __str__(self) -> str:
        return self.name or self.username


class Role(models.Model):
    """A named set of permissions and duties of a company, such as sales desk or billing clerk.

    One without a company came with the installation; every company may give it and none may change it.
    """

    company_id = models.BigIntegerField(null=True, blank=True)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    permissions = models.JSONField(default=list)
    duties = models.JSONField(default=list)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        db_table = "platform_role"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "code"], name="platform_role_code", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """A person holds a role in a company, until a date where one is given."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    company_id = models.BigIntegerField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "platform_role_assignment"
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "company_id"], name="platform_role_assignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} as {self.role_id} in {self.company_id}"
