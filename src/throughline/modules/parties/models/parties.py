"""Parties, their addresses and the terms they pay by: masters that all companies share.

Codes of parties and terms are one in any case: an index over their capitals, made by SQL, is their only key.
"""

from django.db import models


class Party(models.Model):
    """An organisation or a person."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, default="org")
    vat_number = models.CharField(max_length=30, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=10, default="en-gb")
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "parties_party"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["org", "person"]), name="parties_party_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Address(models.Model):
    """An address of a party: where bills or where goods go."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    lines = models.JSONField(default=list)
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2)
    is_default = models.BooleanField(default=False)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        db_table = "parties_address"
        constraints = [
            models.UniqueConstraint(fields=["party", "code"], name="parties_address_code"),
            models.UniqueConstraint(
                fields=["party", "kind"], name="parties_address_default", condition=models.Q(is_default=True)
            ),
            models.CheckConstraint(condition=models.Q(kind__in=["bill_to", "ship_to"]), name="parties_address_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.postcode} {self.city}"


class PaymentTerms(models.Model):
    """When a document falls due, and the discount for paying early: percent within days."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    days = models.PositiveSmallIntegerField(default=0)
    discount_days = models.PositiveSmallIntegerField(default=0)
    discount_percent = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        db_table = "parties_payment_terms"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(discount_percent__gte=0, discount_percent__lt=100),
                name="parties_payment_terms_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.name
