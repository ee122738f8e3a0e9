"""Waivers: what was earned and shall never be billed, why, and on whose approval."""

from django.db import models


class Waiver(models.Model):
    """Earned amounts of one customer that shall not be billed: approved, or waiting for another person.

    `state` is waiting, approved, declined or withdrawn. `amount` is net, as it was when asked.
    """

    company_id = models.BigIntegerField()
    number = models.CharField(max_length=30)
    thread_id = models.BigIntegerField(null=True)
    party_id = models.BigIntegerField()
    state = models.CharField(max_length=12)
    reason = models.CharField(max_length=400)
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=19, decimal_places=2)
    why = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    remark = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "billing_waiver"
        indexes = [
            models.Index(
                fields=["company_id", "id"], name="billing_waiver_waiting", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["company_id", "-id"], name="billing_waiver_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class WaiverEvent(models.Model):
    """An event that a waiver names, with what was still to be billed of it when it was asked. Append-only."""

    company_id = models.BigIntegerField()
    waiver_id = models.BigIntegerField()
    event_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    amount = models.DecimalField(max_digits=19, decimal_places=2)

    class Meta:
        db_table = "billing_waiver_event"
        indexes = [
            models.Index(fields=["waiver_id"], name="billing_waiver_event_of"),
            models.Index(fields=["thread_id"], name="billing_waiver_event_thread"),
            models.Index(fields=["event_id"], name="billing_waiver_event_event"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} of {self.event_id}"
