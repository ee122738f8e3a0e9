"""Needs, expected arrivals, and the claims that join them to stock."""

from django.db import models
from django.db.models.lookups import LessThanOrEqual


class Demand(models.Model):
    """A need for a quantity of an item at a site by a date, whatever document made it.

    It leaves by a carrier service, where one is known, and on `ship_on` to be there in time; without that day on
    `due_on`. Where the customer asks for it, its goods must keep until `keeps_until`.
    Open is quantity less cancelled, allocated and issued; promises cover exactly the open part. The meeting point of
    cancel, amend, pick and dispatch: whoever changes claims locks it first.
    """

    company_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    ref_kind = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(null=True)
    party_id = models.BigIntegerField(null=True)
    ship_to_id = models.BigIntegerField(null=True)
    group_id = models.BigIntegerField(null=True)
    service_class = models.CharField(max_length=20)
    rank = models.SmallIntegerField()
    due_on = models.DateField()
    ship_complete = models.BooleanField()
    carrier_service_id = models.BigIntegerField(null=True)
    ship_on = models.DateField(null=True)
    keeps_until = models.DateField(null=True)
    unit_value = models.DecimalField(max_digits=19, decimal_places=6)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    quantity_cancelled = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_allocated = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_picked = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_issued = models.DecimalField(max_digits=18, decimal_places=6, default=0)

    class Meta:
        db_table = "inventory_demand"
        constraints = [
            models.UniqueConstraint(fields=["ref_kind", "ref_id"], name="inventory_demand_ref"),
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=models.F("quantity_cancelled")
                    + models.F("quantity_allocated")
                    + models.F("quantity_issued")
                )
                & models.Q(quantity_allocated__gte=models.F("quantity_picked"))
                & models.Q(quantity_picked__gte=0),
                name="inventory_demand_claims",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company_id", "site_id", "due_on"],
                name="inventory_demand_open",
                condition=models.Q(
                    quantity__gt=models.F("quantity_cancelled")
                    + models.F("quantity_allocated")
                    + models.F("quantity_issued")
                ),
            ),
            models.Index(fields=["thread_id"], name="inventory_demand_thread"),
            models.Index(
                fields=["site_id", "item_id"],
                name="inventory_demand_keeping",
                condition=models.Q(keeps_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.item_id} for {self.ref_kind} {self.ref_id}"


class Supply(models.Model):
    """An expected arrival of an item at a site: what is still open of it, how much of that is pegged, what it costs.

    The cost is of a stock unit, in company currency, as whoever ordered the goods says; it may not be known.
    """

    company_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    ref_kind = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    label = models.CharField(max_length=60)
    due_on = models.DateField()
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    pegged = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    unit_cost = models.DecimalField(max_digits=19, decimal_places=6, null=True)

    class Meta:
        db_table = "inventory_supply"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "ref_kind", "ref_id"], name="inventory_supply_ref"),
            models.CheckConstraint(
                condition=models.Q(pegged__gte=0) & models.Q(pegged__lte=models.F("quantity")),
                name="inventory_supply_pegged",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company_id", "site_id", "item_id"],
                name="inventory_supply_open",
                condition=models.Q(quantity__gt=0),
            )
        ]

    def __str__(self) -> str:
        return self.label


class Position(models.Model):
    """What can be promised of an item at a site: the lock of every promise, and a maintained sum.

    Promisable is on hand in statuses that may be promised. Promises from stock and allocations never exceed it.
    Out says that nothing of it is free: it changes seldom where its sums change always, so that an index finds what is
    out and an update of the sums still stays in place.
    """

    company_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    promisable = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    promised = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    allocated = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    incoming = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    is_out = models.GeneratedField(
        expression=LessThanOrEqual(models.F("promisable"), models.F("promised") + models.F("allocated")),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        db_table = "inventory_position"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "site_id", "item_id"], name="inventory_position_key"),
            models.CheckConstraint(
                condition=models.Q(promised__gte=0)
                & models.Q(allocated__gte=0)
                & models.Q(promisable__gte=models.F("promised") + models.F("allocated")),
                name="inventory_position_promised",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promisable} of {self.item_id} at {self.site_id}"


class Promise(models.Model):
    """A soft claim of a demand: on the site's stock, on a named supply (peg), or on nothing yet (unsupplied).

    `expected_on` is the live date at which the goods can leave.
    """

    company_id = models.BigIntegerField()
    demand_id = models.BigIntegerField()
    source = models.CharField(max_length=10)
    supply_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    expected_on = models.DateField(null=True)
    why = models.JSONField(default=dict)

    class Meta:
        db_table = "inventory_promise"
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="inventory_promise_quantity"),
        ]
        indexes = [
            models.Index(fields=["demand_id"], name="inventory_promise_demand"),
            models.Index(
                fields=["supply_id"], name="inventory_promise_supply", condition=models.Q(supply_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} from {self.source}"


class Allocation(models.Model):
    """A hard claim of a demand on a balance, made at release; it follows the goods when they are picked.

    A cancelled one is of goods already picked: they cannot be sent and wait for their put-back.
    """

    company_id = models.BigIntegerField()
    demand_id = models.BigIntegerField()
    balance_id = models.BigIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    is_picked = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False)
    is_cancelled = models.BooleanField(default=False)
    why = models.JSONField(default=dict)

    class Meta:
        db_table = "inventory_allocation"
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="inventory_allocation_quantity"),
        ]
        indexes = [
            models.Index(fields=["demand_id"], name="inventory_allocation_demand"),
            models.Index(fields=["balance_id"], name="inventory_allocation_balance"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of balance {self.balance_id}"
