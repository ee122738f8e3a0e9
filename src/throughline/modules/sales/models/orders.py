"""Quotes and orders, their lines, and the history of promised dates."""

from django.db import models


class Order(models.Model):
    """A quote and, once confirmed, an order: the commitment to a customer.

    Shares of what was allocated, picked, shipped, delivered and billed (net) are derived for lists; decisions never
    read them. The carrier service that takes it was chosen by policy or by a person, as `carrier_why` says.
    """

    company_id = models.BigIntegerField()
    number = models.CharField(max_length=30)
    thread_id = models.BigIntegerField()
    state = models.CharField(max_length=12)
    is_held = models.BooleanField(default=False)
    party_id = models.BigIntegerField()
    ship_to_id = models.BigIntegerField(null=True)
    site_id = models.BigIntegerField()
    customer_po = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=20, default="desk")
    service_class = models.CharField(max_length=20)
    ship_complete = models.BooleanField()
    currency = models.CharField(max_length=3)
    requested_on = models.DateField()
    promised_on = models.DateField(null=True)
    net = models.DecimalField(max_digits=19, decimal_places=2)
    gross = models.DecimalField(max_digits=19, decimal_places=2)
    quoted_at = models.DateTimeField()
    quoted_by = models.BigIntegerField()
    confirmed_at = models.DateTimeField(null=True)
    closed_reason = models.TextField(blank=True)
    version = models.IntegerField(default=1)
    net_allocated = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    net_picked = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    net_shipped = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    net_delivered = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    net_billed = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    carrier_service_id = models.BigIntegerField(null=True)
    carrier_why = models.JSONField(default=dict, db_default={})

    class Meta:
        db_table = "sales_order"
        constraints = [models.UniqueConstraint(fields=["company_id", "number"], name="sales_order_number")]
        indexes = [
            models.Index(fields=["company_id", "state", "id"], name="sales_order_state"),
            models.Index(fields=["company_id", "party_id", "id"], name="sales_order_party"),
            models.Index(fields=["thread_id"], name="sales_order_thread"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """A line of an order: what, how much, at which price and why, and its dates.

    `quantity` counts `unit`; `quantity_stock` is the same in stock units. `base_price` is the price found, `unit_price`
    the one agreed; what lies between is discount, however it was entered. requested, promised_original (frozen at the
    first confirmation) and promised belong to the line; the expected date is the promise's. `ordered_item` is what the
    customer asked for where the item is its substitute.
    """

    company_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    line_no = models.IntegerField()
    item_id = models.BigIntegerField()
    item_code = models.CharField(max_length=60)
    ordered_item_id = models.BigIntegerField(null=True)
    ordered_item_code = models.CharField(max_length=60, blank=True, default="", db_default="")
    description = models.CharField(max_length=200)
    is_stocked = models.BooleanField()
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=20)
    unit_factor = models.DecimalField(max_digits=18, decimal_places=6)
    quantity_stock = models.DecimalField(max_digits=18, decimal_places=6)
    quantity_cancelled = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    list_price = models.DecimalField(max_digits=19, decimal_places=6, null=True)
    base_price = models.DecimalField(max_digits=19, decimal_places=6, null=True)
    discount_percent = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    unit_price = models.DecimalField(max_digits=19, decimal_places=6, null=True)
    price_source = models.CharField(max_length=12)
    price_why = models.JSONField(default=dict)
    unit_cost = models.DecimalField(max_digits=19, decimal_places=6, null=True)
    net = models.DecimalField(max_digits=19, decimal_places=2)
    gross = models.DecimalField(max_digits=19, decimal_places=2)
    tax_category = models.CharField(max_length=20)
    requested_on = models.DateField()
    promised_original = models.DateField(null=True)
    promised = models.DateField(null=True)
    first_pass = models.DecimalField(max_digits=18, decimal_places=6, null=True)

    class Meta:
        db_table = "sales_order_line"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity_cancelled__gte=0)
                & models.Q(quantity_cancelled__lte=models.F("quantity_stock")),
                name="sales_order_line_cancelled",
            )
        ]
        indexes = [models.Index(fields=["order_id"], name="sales_order_line_order")]

    def __str__(self) -> str:
        return f"{self.line_no} {self.item_code}"


class PromiseChange(models.Model):
    """A promised date of a line that was changed, with why. Append-only."""

    company_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    before = models.DateField(null=True)
    after = models.DateField(null=True)
    reason = models.CharField(max_length=120)
    at = models.DateTimeField()
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "sales_promise_change"
        indexes = [models.Index(fields=["line_id"], name="sales_promise_change_line")]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class Amendment(models.Model):
    """A change of a confirmed order: carried out, or waiting for an approval, with what was asked and what it changes.

    `asked` is the request as it was made, to be carried out later; `changes` says each change in words, before and
    after. Net amounts are of what is not cancelled.
    """

    company_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=200)
    asked = models.JSONField()
    changes = models.JSONField()
    net_before = models.DecimalField(max_digits=19, decimal_places=2)
    net_after = models.DecimalField(max_digits=19, decimal_places=2)
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "sales_amendment"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "done", "replaced", "refused", "withdrawn"]),
                name="sales_amendment_state",
            ),
            models.UniqueConstraint(
                fields=["order_id"], condition=models.Q(state="waiting"), name="sales_amendment_waiting"
            ),
        ]
        indexes = [models.Index(fields=["order_id"], name="sales_amendment_order")]

    def __str__(self) -> str:
        return f"{self.state}: {self.reason}"
