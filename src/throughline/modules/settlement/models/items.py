"""Open items, payments and the matches between items."""

from django.db import models


class OpenItem(models.Model):
    """What a party owes (+) or is owed (-) for one document, in company currency."""

    company_id = models.BigIntegerField()
    party_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    document_kind = models.CharField(max_length=40)
    document_id = models.BigIntegerField()
    number = models.CharField(max_length=40)
    thread_id = models.BigIntegerField(null=True)
    on_date = models.DateField()
    due_on = models.DateField()
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=19, decimal_places=2)
    balance = models.DecimalField(max_digits=19, decimal_places=2)
    discount_percent = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    discount_until = models.DateField(null=True)
    tax = models.DecimalField(max_digits=19, decimal_places=2, default=0, db_default=0)
    disputed = models.BooleanField(default=False)
    dispute_reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, default="open")

    class Meta:
        db_table = "settlement_open_item"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["invoice", "credit_note", "payment"]), name="settlement_open_item_kind"
            ),
            models.CheckConstraint(
                condition=(models.Q(state="settled", balance=0) | (models.Q(state="open") & ~models.Q(balance=0))),
                name="settlement_open_item_state",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(amount__gte=0, balance__gte=0, balance__lte=models.F("amount"))
                    | models.Q(amount__lte=0, balance__lte=0, balance__gte=models.F("amount"))
                ),
                name="settlement_open_item_balance",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company_id", "party_id", "due_on"],
                name="settlement_open_item_open",
                condition=models.Q(state="open"),
            ),
            models.Index(fields=["company_id", "thread_id"], name="settlement_open_item_thread"),
            models.Index(fields=["company_id", "document_kind", "document_id"], name="settlement_open_item_document"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.balance}"


class Payment(models.Model):
    """Money received from a party."""

    company_id = models.BigIntegerField()
    party_id = models.BigIntegerField()
    number = models.CharField(max_length=40)
    on_date = models.DateField()
    amount = models.DecimalField(max_digits=19, decimal_places=2)
    currency = models.CharField(max_length=3)
    bank_reference = models.CharField(max_length=140, blank=True)
    state = models.CharField(max_length=10, default="registered")

    class Meta:
        db_table = "settlement_payment"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "number"], name="settlement_payment_number_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="settlement_payment_amount"),
        ]
        indexes = [models.Index(fields=["company_id", "party_id"], name="settlement_payment_party")]

    def __str__(self) -> str:
        return self.number


class Match(models.Model):
    """An amount of a credit item set against a debit item, with discount and what is written off. Append-only.

    The debit item falls by all of it, the credit item by the amount. `tax` is what of the discount is tax.
    """

    company_id = models.BigIntegerField()
    debit_item_id = models.BigIntegerField()
    credit_item_id = models.BigIntegerField()
    on_date = models.DateField()
    amount = models.DecimalField(max_digits=19, decimal_places=2)
    discount = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    written_off = models.DecimalField(max_digits=19, decimal_places=2, default=0, db_default=0)
    tax = models.DecimalField(max_digits=19, decimal_places=2, default=0, db_default=0)
    at = models.DateTimeField()
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "settlement_match"
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0, discount__gte=0), name="settlement_match_positive"),
            models.CheckConstraint(
                condition=models.Q(written_off__gte=0, tax__gte=0, tax__lte=models.F("discount")),
                name="settlement_match_parts",
            ),
        ]
        indexes = [
            models.Index(fields=["company_id", "debit_item_id"], name="settlement_match_debit"),
            models.Index(fields=["company_id", "credit_item_id"], name="settlement_match_credit"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} of {self.credit_item_id} against {self.debit_item_id}"
