"""Where goods are, and which lot they are of."""

from django.db import models


class Location(models.Model):
    """A place: a bin, stage or dock of a site, or a virtual one (supplier, customer, outbound, transit ...).

    `zone` is the part of the site it lies in; where it is empty, the first part of its code is.
    Physical places keep balances; virtual ones are the other side of moves.
    """

    company_id = models.BigIntegerField()
    site_id = models.BigIntegerField(null=True)
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    pick_sequence = models.IntegerField(default=0)
    is_pickable = models.BooleanField(default=True)
    zone = models.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta:
        db_table = "inventory_location"
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "site_id", "code"], name="inventory_location_code", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.code


class Lot(models.Model):
    """Goods of one item made or received together, with an expiry date where they have one."""

    company_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    code = models.CharField(max_length=60)
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "inventory_lot"
        constraints = [models.UniqueConstraint(fields=["company_id", "item_id", "code"], name="inventory_lot_code")]

    def __str__(self) -> str:
        return self.code
