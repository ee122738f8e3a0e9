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
    tax_numbers = models.JSONField(default=list)
    address = models.JSONField(default=list)
    bank_accounts = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "governance_company"

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A warehouse, shop, van or third party's warehouse of a company, with its calendar and handling times in days.

    `holidays` are the days on which nothing is done, as dates: those of the country's region and own closing days.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=60, default="UTC")
    weekdays = models.CharField(max_length=7, default="12345")
    holidays = models.JSONField(default=list)
    holiday_country = models.CharField(max_length=2, blank=True)
    holiday_region = models.CharField(max_length=10, blank=True)
    closing_days = models.JSONField(default=list)
    cut_off = models.TimeField(null=True, blank=True)
    receiving_days = models.PositiveSmallIntegerField(default=0)
    dispatch_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "governance_site"
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="governance_site_code")]

    def __str__(self) -> str:
        return self.name


class DocumentLayout(models.Model):
    """What the documents of a company look like: logo, languages, and texts by language and place."""

    company_id = models.BigIntegerField(unique=True)
    logo = models.BinaryField(null=True)
    logo_type = models.CharField(max_length=40, blank=True)
    languages = models.JSONField(default=list)
    texts = models.JSONField(default=dict)

    class Meta:
        db_table = "governance_document_layout"

    def __str__(self) -> str:
        return f"layout of company {self.company_id}"


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
