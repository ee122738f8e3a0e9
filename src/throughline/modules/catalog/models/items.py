"""Families, items, packagings and customers' item numbers: masters that all companies share.

A code is one in any case: an index over its capitals, made by SQL in a migration, is its only key. A second key over
the code as written would refuse the slower of two who enter it at once where the first gives way.
"""

from django.db import models


class Family(models.Model):
    """A group of items that carries defaults and policies."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        db_table = "catalog_family"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Item(models.Model):
    """What is traded, counted in its stock unit to so many decimals."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+", null=True)
    stock_unit = models.CharField(max_length=10, default="ea")
    unit_decimals = models.SmallIntegerField(default=0)
    kind = models.CharField(max_length=10, default="stocked")
    state = models.CharField(max_length=10, default="draft")
    tax_category = models.CharField(max_length=20, default="standard")
    gtin = models.CharField(max_length=14, blank=True)
    weight_kg = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    lot_tracked = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "catalog_item"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["stocked", "service", "kit"]), name="catalog_item_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "active", "phase_out", "blocked"]), name="catalog_item_state"
            ),
            models.CheckConstraint(
                condition=models.Q(unit_decimals__gte=0, unit_decimals__lte=6), name="catalog_item_decimals"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Packaging(models.Model):
    """A unit that holds `factor` stock units of one item."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    factor = models.DecimalField(max_digits=18, decimal_places=6)
    gtin = models.CharField(max_length=14, blank=True)
    level = models.SmallIntegerField(default=1)
    weight_kg = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    sellable = models.BooleanField(default=True)
    purchasable = models.BooleanField(default=True)

    class Meta:
        db_table = "catalog_packaging"
        constraints = [
            models.UniqueConstraint(fields=["item", "code"], name="catalog_packaging_code"),
            models.CheckConstraint(condition=models.Q(factor__gt=0), name="catalog_packaging_factor"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.factor}"


class CustomerItem(models.Model):
    """The number that a customer uses for an item."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)

    class Meta:
        db_table = "catalog_customer_item"

    def __str__(self) -> str:
        return self.number


class Substitute(models.Model):
    """An item that may be delivered for another, one for one; the lower rank is offered first.

    `keeps_price`: whoever asked for the other item pays its price.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    substitute = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    rank = models.SmallIntegerField(default=50)
    keeps_price = models.BooleanField(default=True)
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "catalog_substitute"
        constraints = [
            models.UniqueConstraint(fields=["item", "substitute"], name="catalog_substitute_pair"),
            models.CheckConstraint(condition=~models.Q(item=models.F("substitute")), name="catalog_substitute_other"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.item_id}"
