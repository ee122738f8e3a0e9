"""Accounts, periods, entries and their lines."""

from django.db import models


class Account(models.Model):
    """An account of a company; `role` names what the product books to it, such as AR or INV."""

    company_id = models.BigIntegerField()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    role = models.CharField(max_length=20, null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "ledger_account"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "code"], name="ledger_account_code"),
            models.UniqueConstraint(fields=["company_id", "role"], name="ledger_account_role"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Period(models.Model):
    """A month of a company's books; without a row it is open."""

    company_id = models.BigIntegerField()
    month = models.DateField()
    state = models.CharField(max_length=10, default="open")
    changed_by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        db_table = "ledger_period"
        constraints = [models.UniqueConstraint(fields=["company_id", "month"], name="ledger_period_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.state}"


class Total(models.Model):
    """What an account was debited and credited in a closed month: written when it is closed, gone when it is opened.

    The lines remain what counts; a total only spares reading them again, and `verify` holds it to them.
    """

    company_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    month = models.DateField()
    debit = models.DecimalField(max_digits=19, decimal_places=2)
    credit = models.DecimalField(max_digits=19, decimal_places=2)

    class Meta:
        db_table = "ledger_total"
        constraints = [models.UniqueConstraint(fields=["company_id", "month", "account_id"], name="ledger_total_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} of {self.account_id}"


class Entry(models.Model):
    """A journal entry: the header of lines that sum to zero, with the document that caused it. Append-only."""

    company_id = models.BigIntegerField()
    journal = models.CharField(max_length=20)
    on_date = models.DateField()
    text = models.CharField(max_length=200)
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(null=True)
    operation_id = models.BigIntegerField()
    posted_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_entry"
        indexes = [
            models.Index(fields=["source_kind", "source_id"], name="ledger_entry_source"),
        ]

    def __str__(self) -> str:
        return f"{self.journal} {self.pk}"


class EntryLine(models.Model):
    """A line of an entry: debit positive, credit negative, in company currency and in the document's. Append-only."""

    company_id = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    on_date = models.DateField()
    amount = models.DecimalField(max_digits=19, decimal_places=2)
    currency = models.CharField(max_length=3)
    amount_currency = models.DecimalField(max_digits=19, decimal_places=2)
    party_id = models.BigIntegerField(null=True)
    site_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "ledger_entry_line"
        indexes = [
            models.Index(fields=["entry_id"], name="ledger_entry_line_entry"),
            models.Index(
                fields=["company_id", "account_id", "on_date"], include=["amount"], name="ledger_entry_line_totals"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.account_id}"
