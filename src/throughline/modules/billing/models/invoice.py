"""Invoices and credit notes, their lines and tax, and the rates of tax."""

from django.db import models


class TaxRate(models.Model):
    """The rate for a kind of customer and a kind of item from a day on, in percent."""

    company_id = models.BigIntegerField()
    customer_category = models.CharField(max_length=20)
    item_category = models.CharField(max_length=20)
    rate = models.DecimalField(max_digits=7, decimal_places=4)
    valid_from = models.DateField()

    class Meta:
        db_table = "billing_tax_rate"
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "customer_category", "item_category", "valid_from"], name="billing_tax_rate_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rate} %"


class Invoice(models.Model):
    """An invoice or credit note. One update posts it: number, hash, state; from then on it never changes.

    A credit note has positive amounts and names the invoice it corrects where there is one.
    """

    company_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default="draft")
    number = models.CharField(max_length=30, blank=True)
    party_id = models.BigIntegerField()
    party_name = models.CharField(max_length=200)
    thread_id = models.BigIntegerField(null=True)
    origin_id = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    on_date = models.DateField()
    due_on = models.DateField()
    terms = models.JSONField(default=dict)
    group_key = models.CharField(max_length=120)
    net = models.DecimalField(max_digits=19, decimal_places=2)
    tax = models.DecimalField(max_digits=19, decimal_places=2)
    gross = models.DecimalField(max_digits=19, decimal_places=2)
    tax_rounding = models.CharField(max_length=10, default="document")
    entry_id = models.BigIntegerField(null=True)
    posted_at = models.DateTimeField(null=True)
    hash = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "billing_invoice"
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "number"], name="billing_invoice_number", condition=models.Q(state="posted")
            ),
        ]
        indexes = [
            models.Index(fields=["company_id", "party_id", "on_date"], name="billing_invoice_party"),
            models.Index(fields=["company_id", "on_date", "id"], name="billing_invoice_date"),
            models.Index(
                fields=["origin_id"], name="billing_invoice_origin", condition=models.Q(origin_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"


class InvoiceLine(models.Model):
    """A line of an invoice: the billable event it bills, exactly one, at the net amount earned."""

    company_id = models.BigIntegerField()
    invoice_id = models.BigIntegerField()
    event_id = models.BigIntegerField()
    line_no = models.IntegerField()
    thread_id = models.BigIntegerField(null=True)
    order_label = models.CharField(max_length=60)
    delivery_label = models.CharField(max_length=60)
    item_code = models.CharField(max_length=60)
    description = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=20)
    unit_price = models.DecimalField(max_digits=19, decimal_places=6)
    net = models.DecimalField(max_digits=19, decimal_places=2)
    tax_category = models.CharField(max_length=20)
    tax_rate = models.DecimalField(max_digits=7, decimal_places=4)
    revenue_role = models.CharField(max_length=20)

    class Meta:
        db_table = "billing_invoice_line"
        constraints = [models.UniqueConstraint(fields=["event_id"], name="billing_invoice_line_event")]
        indexes = [
            models.Index(fields=["invoice_id"], name="billing_invoice_line_invoice"),
            models.Index(fields=["thread_id"], name="billing_invoice_line_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.line_no} {self.item_code}"


class InvoiceTax(models.Model):
    """Tax of an invoice by rate: base and amount."""

    company_id = models.BigIntegerField()
    invoice_id = models.BigIntegerField()
    tax_category = models.CharField(max_length=20)
    tax_rate = models.DecimalField(max_digits=7, decimal_places=4)
    base = models.DecimalField(max_digits=19, decimal_places=2)
    tax = models.DecimalField(max_digits=19, decimal_places=2)

    class Meta:
        db_table = "billing_invoice_tax"
        indexes = [models.Index(fields=["invoice_id"], name="billing_invoice_tax_invoice")]

    def __str__(self) -> str:
        return f"{self.tax} at {self.tax_rate} %"
