"""The outbox: events as rows, and which handler has dealt with which."""

from django.db import models


class EventRecord(models.Model):
    """Something that happened, announced in the transaction that made it happen."""

    company_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    payload = models.JSONField()
    operation_id = models.BigIntegerField()
    at = models.DateTimeField()
    dispatched = models.BooleanField(default=False)

    class Meta:
        db_table = "platform_event"
        indexes = [
            models.Index(fields=["id"], name="platform_event_waiting", condition=models.Q(dispatched=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Delivery(models.Model):
    """One handler's dealing with one event: once, in the transaction of what it did."""

    company_id = models.BigIntegerField()
    event_id = models.BigIntegerField()
    handler = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "platform_delivery"
        constraints = [
            models.UniqueConstraint(fields=["event_id", "handler"], name="platform_delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} of event {self.event_id}"
