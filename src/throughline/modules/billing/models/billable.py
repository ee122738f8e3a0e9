"""The billable ledger: what may be billed, and the facts that earned it."""

from django.db import models


class BillableLine(models.Model):
    """What a commitment entitles the company to bill, at which price, on which fact, by which policy.

    Quantities are signed stock units: earned - taken back = billed - credited + to bill + waived. The price is per
    sold unit of `unit_factor` stock units. `committed` is what it still weighs on the customer's credit, gross. What
    was taken back before it was billed, or of what was waived, and so is billed and credited to nobody, is netted.
    """

    company_id = models.BigIntegerField()
    ref_kind = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(null=True)
    order_label = models.CharField(max_length=60, blank=True)
    customer_po = models.CharField(max_length=60, blank=True)
    party_id = models.BigIntegerField()
    ship_to_id = models.BigIntegerField(null=True)
    item_id = models.BigIntegerField(null=True)
    item_code = models.CharField(max_length=60)
    description = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=20)
    unit_factor = models.DecimalField(max_digits=18, decimal_places=6, default=1)
    unit_price = models.DecimalField(max_digits=19, decimal_places=6)
    currency = models.CharField(max_length=3)
    tax_category = models.CharField(max_length=20)
    customer_tax_category = models.CharField(max_length=20)
    revenue_role = models.CharField(max_length=20, default="REV")
    trigger = models.CharField(max_length=12)
    grouping = models.CharField(max_length=12)
    frequency = models.CharField(max_length=12)
    policy = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    committed = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    quantity_cut = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_earned = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_taken_back = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_billed = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_credited = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_waived = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_netted = models.DecimalField(max_digits=18, decimal_places=6, default=0, db_default=0)

    class Meta:
        db_table = "billing_billable_line"
        constraints = [models.UniqueConstraint(fields=["ref_kind", "ref_id"], name="billing_billable_line_ref")]
        indexes = [
            models.Index(fields=["thread_id"], name="billing_billable_line_thread"),
            models.Index(fields=["company_id", "party_id"], name="billing_billable_line_party"),
        ]

    def __str__(self) -> str:
        return f"{self.item_code} of {self.order_label}"


class BillableEvent(models.Model):
    """A fact that earned (or took back) an amount, exactly once; it is billed whole by one invoice line.

    `amount` is net, signed. `origin_id` names the earned event that a taken-back one undoes. What may happen to a
    source more than once (goods refused at the door and accepted on the second trip) is told apart by its `occasion`.
    """

    company_id = models.BigIntegerField()
    billable_line_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    amount = models.DecimalField(max_digits=19, decimal_places=2)
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    occasion = models.BigIntegerField(default=0, db_default=0)
    label = models.CharField(max_length=60)
    issue_id = models.BigIntegerField(null=True)
    origin_id = models.BigIntegerField(null=True)
    on_date = models.DateField()
    bill_on = models.DateField()
    group_key = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default="open")
    reason = models.TextField(blank=True)
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "billing_billable_event"
        constraints = [
            models.UniqueConstraint(
                fields=["billable_line_id", "kind", "source_kind", "source_id", "origin_id", "occasion"],
                name="billing_billable_event_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["company_id", "bill_on"],
                name="billing_billable_event_due",
                condition=models.Q(state__in=["open", "held"]),
            ),
            models.Index(fields=["source_kind", "source_id"], name="billing_billable_event_source"),
            models.Index(
                fields=["origin_id"], name="billing_billable_event_origin", condition=models.Q(origin_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} by {self.label}"
