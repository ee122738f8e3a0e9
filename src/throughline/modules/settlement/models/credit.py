"""What a customer may owe, owes and is going to owe."""

from django.db import models


class CreditAccount(models.Model):
    """The exposure of one customer in company currency, and the lock of whatever raises it.

    `receivable` is the sum of the open items' balances, `committed` the gross value confirmed and not yet billed. No
    limit means that there is none.
    """

    company_id = models.BigIntegerField()
    party_id = models.BigIntegerField()
    credit_limit = models.DecimalField(max_digits=19, decimal_places=2, null=True)
    receivable = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    committed = models.DecimalField(max_digits=19, decimal_places=2, default=0)

    class Meta:
        db_table = "settlement_credit_account"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "party_id"], name="settlement_credit_account_once"),
            models.CheckConstraint(condition=models.Q(committed__gte=0), name="settlement_credit_account_committed"),
            models.CheckConstraint(
                condition=models.Q(credit_limit=None) | models.Q(credit_limit__gte=0),
                name="settlement_credit_account_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"credit of {self.party_id}"
