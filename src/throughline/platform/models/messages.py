"""The outbox: events as rows."""

from django.db import models


class EventRecord(models.Model):
    """Something that happened, announced in the transaction that made it happen.

    A delivery that fails is tried again at `retry_at`, after longer and longer pauses, and given up after some tries.
    """

    company_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    payload = models.JSONField()
    operation_id = models.BigIntegerField()
    at = models.DateTimeField()
    dispatched = models.BooleanField(default=False)
    attempts = models.SmallIntegerField(db_default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "platform_event"
        indexes = [
            models.Index(fields=["id"], name="platform_event_waiting", condition=models.Q(dispatched=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
