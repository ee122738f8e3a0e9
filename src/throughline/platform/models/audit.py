"""The author of every change: operations, and what rows held before."""

from django.db import models


class OperationRecord(models.Model):
    """One operation that was committed: who did what, when, through which door, for which cause."""

    id = models.BigIntegerField(primary_key=True)
    company_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=100)
    actor_id = models.BigIntegerField()
    duty = models.CharField(max_length=40)
    door = models.CharField(max_length=20)
    cause = models.CharField(max_length=120)
    reason = models.TextField()
    at = models.DateTimeField()
    subjects = models.JSONField()

    class Meta:
        db_table = "platform_operation"

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class RowHistory(models.Model):
    """What a row held before an operation changed or deleted it: the changed columns with their old values."""

    company_id = models.BigIntegerField(null=True)
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    operation_id = models.BigIntegerField()
    old = models.JSONField()

    class Meta:
        db_table = "platform_row_history"
        indexes = [models.Index(fields=["table_name", "row_id"], name="platform_row_history_row")]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"
