"""What a party is to a company: customer, supplier, with terms of their own."""

from django.db import models

from throughline.modules.parties.models.parties import Party, PaymentTerms


class Customer(models.Model):
    """A party that buys from a company, with the terms it buys on, and the person who minds it."""

    company_id = models.BigIntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=30, blank=True)
    payment_terms = models.ForeignKey(PaymentTerms, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    block = models.CharField(max_length=10, default="none")
    block_reason = models.CharField(max_length=300, blank=True)
    requires_customer_po = models.BooleanField(default=False)
    minimum_order_net = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    ship_complete = models.BooleanField(default=False)
    accepts_substitutes = models.BooleanField(default=False)
    tax_category = models.CharField(max_length=20, default="domestic")
    service_class = models.CharField(max_length=20, default="standard")
    owner_id = models.BigIntegerField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "parties_customer"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "party"], name="parties_customer_once"),
            models.CheckConstraint(
                condition=models.Q(block__in=["none", "order", "ship", "invoice", "all"]),
                name="parties_customer_block",
            ),
        ]

    def __str__(self) -> str:
        return f"customer {self.party_id}"


class Supplier(models.Model):
    """A party that sells to a company."""

    company_id = models.BigIntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    payment_terms = models.ForeignKey(PaymentTerms, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        db_table = "parties_supplier"
        constraints = [models.UniqueConstraint(fields=["company_id", "party"], name="parties_supplier_once")]

    def __str__(self) -> str:
        return f"supplier {self.party_id}"
