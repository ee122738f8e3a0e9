"""Companies, their sites, and the threads of their commitments."""

from django.db import models


class Company(models.Model):
    """A legal entity with books of its own."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    timezone = models.CharField(max_length=60, default="UTC")
    vat_number = models.CharField(max_length=30, blank=True)
    address = models.JSONField(default=list)
    bank = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "governance_company"

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A warehouse, shop, van or third party's warehouse of a company, with its calendar and handling times in days."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=60, default="UTC")
    weekdays = models.CharField(max_length=7, default="12345")
    holidays = models.JSONField(default=list)
    receiving_days = models.PositiveSmallIntegerField(default=0)
    dispatch_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "governance_site"
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="governance_site_code")]

    def __str__(self) -> str:
        return self.name


class Thread(models.Model):
    """The common record of one commitment, from its root document to its last payment."""

    company_id = models.BigIntegerField()
    root_kind = models.CharField(max_length=40)
    root_id = models.BigIntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "governance_thread"

    def __str__(self) -> str:
        return f"T-{self.pk}"
