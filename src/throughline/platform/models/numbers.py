"""Gapless numbers and the memory of requests already answered."""

from django.db import models


class NumberSeries(models.Model):
    """A gapless series of fiscal documents of a company; its row is locked last, and its hash chains documents."""

    company_id = models.BigIntegerField()
    code = models.CharField(max_length=40)
    prefix = models.CharField(max_length=20)
    first_number = models.BigIntegerField(default=1)
    next_number = models.BigIntegerField(default=1)
    last_hash = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "platform_number_series"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "code"], name="platform_number_series_code"),
        ]

    def __str__(self) -> str:
        return self.code


class IdempotencyKey(models.Model):
    """The answer given to a request with a key, so that the same request gets the same answer."""

    company_id = models.BigIntegerField()
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    operation_id = models.BigIntegerField()
    result = models.JSONField(null=True)

    class Meta:
        db_table = "platform_idempotency_key"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "key"], name="platform_idempotency_key_once"),
        ]

    def __str__(self) -> str:
        return self.key
