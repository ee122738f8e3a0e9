"""Policies, holds, approvals, exceptions and recorded duty conflicts."""

from django.db import models


class PolicyRule(models.Model):
    """A rule kept as data: what kind of question it answers, where and when, with which parameters.

    A change is a row of its own, the next version; `replaces_id` leads back. A row that is proposed (to add, change or
    end a rule) answers nothing until somebody else has approved it.
    """

    company_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    scope = models.JSONField(default=dict)
    parameters = models.JSONField(default=dict)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="active")
    change = models.CharField(max_length=10, default="add")
    version = models.IntegerField(default=1)
    replaces_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(null=True)
    made_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decision_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        db_table = "governance_policy_rule"
        indexes = [models.Index(fields=["company_id", "kind"], name="governance_policy_kind")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="active", is_active=True)
                | (~models.Q(state="active") & models.Q(is_active=False)),
                name="governance_policy_state",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


class Hold(models.Model):
    """Stops a stage of a document for a cause, until the cause goes or the right duty releases it with a reason."""

    company_id = models.BigIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    message = models.TextField()
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    duty = models.CharField(max_length=40)
    placed_at = models.DateTimeField()
    placed_by = models.BigIntegerField()
    placed_operation_id = models.BigIntegerField()
    released_at = models.DateTimeField(null=True)
    released_by = models.BigIntegerField(null=True)
    release_reason = models.TextField(blank=True)
    release_kind = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "governance_hold"
        indexes = [
            models.Index(
                fields=["company_id", "subject_kind", "subject_id"],
                name="governance_hold_standing",
                condition=models.Q(released_at=None),
            ),
            models.Index(fields=["thread_id"], name="governance_hold_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.code} at {self.stage}"


class Approval(models.Model):
    """A decision on findings of a document as it was; it no longer counts once the document has changed."""

    company_id = models.BigIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    codes = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    decision = models.CharField(max_length=10)
    reason = models.TextField()
    facts = models.JSONField(default=dict)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField()
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "governance_approval"
        indexes = [
            models.Index(fields=["company_id", "subject_kind", "subject_id"], name="governance_approval_subject")
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.subject_kind} {self.subject_id}"


class ExceptionRecord(models.Model):
    """Something that a person must look at, with an owner, a due time and proposed operations."""

    company_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    queue = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=300)
    facts = models.JSONField(default=dict)
    proposals = models.JSONField(default=list)
    owner_id = models.BigIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    opened_operation_id = models.BigIntegerField()
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.BigIntegerField(null=True)
    resolution = models.TextField(blank=True)

    class Meta:
        db_table = "governance_exception"
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "kind", "subject_kind", "subject_id"],
                name="governance_exception_once",
                condition=models.Q(cleared_at=None),
            )
        ]
        indexes = [models.Index(fields=["thread_id"], name="governance_exception_thread")]

    def __str__(self) -> str:
        return self.title


class DutyException(models.Model):
    """A recorded permission to hold two conflicting duties: who approved and who recorded it, its reason and end."""

    company_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    duty = models.CharField(max_length=40)
    conflicting = models.CharField(max_length=40)
    reason = models.TextField()
    valid_to = models.DateField()
    granted_by = models.BigIntegerField()
    approved_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "governance_duty_exception"

    def __str__(self) -> str:
        return f"{self.duty} with {self.conflicting}"
