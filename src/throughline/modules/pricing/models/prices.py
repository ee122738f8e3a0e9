"""Price lists and contracts, with their prices per item and unit."""

from django.db import models


class PriceList(models.Model):
    """Prices for a group of customers, or for everybody where no group is named."""

    company_id = models.BigIntegerField()
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    customer_group = models.CharField(max_length=30, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        db_table = "pricing_price_list"
        constraints = [models.UniqueConstraint(fields=["company_id", "code"], name="pricing_price_list_code")]

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """A price per unit of an item from a quantity in that unit on; 0 is the base price."""

    company_id = models.BigIntegerField()
    price_list = models.ForeignKey(PriceList, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    item_id = models.BigIntegerField()
    unit = models.CharField(max_length=10)
    min_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    unit_price = models.DecimalField(max_digits=19, decimal_places=6)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "pricing_price"
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "price_list", "item_id", "unit", "min_quantity", "valid_from"],
                name="pricing_price_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(unit_price__gte=0, min_quantity__gte=0), name="pricing_price_positive"
            ),
        ]
        indexes = [models.Index(fields=["company_id", "item_id"], name="pricing_price_item")]

    def __str__(self) -> str:
        return f"{self.unit_price} per {self.unit} from {self.min_quantity}"


class Contract(models.Model):
    """Prices agreed with one customer for a time."""

    company_id = models.BigIntegerField()
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    party_id = models.BigIntegerField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "pricing_contract"
        constraints = [models.UniqueConstraint(fields=["company_id", "code"], name="pricing_contract_code")]
        indexes = [models.Index(fields=["company_id", "party_id"], name="pricing_contract_party")]

    def __str__(self) -> str:
        return self.name


class ContractPrice(models.Model):
    """A price per unit of an item under a contract, from a quantity in that unit on."""

    company_id = models.BigIntegerField()
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    item_id = models.BigIntegerField()
    unit = models.CharField(max_length=10)
    min_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    unit_price = models.DecimalField(max_digits=19, decimal_places=6)

    class Meta:
        db_table = "pricing_contract_price"
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "contract", "item_id", "unit", "min_quantity"], name="pricing_contract_price_once"
            ),
            models.CheckConstraint(
                condition=models.Q(unit_price__gte=0, min_quantity__gte=0), name="pricing_contract_price_positive"
            ),
        ]
        indexes = [models.Index(fields=["company_id", "item_id"], name="pricing_contract_price_item")]

    def __str__(self) -> str:
        return f"{self.unit_price} per {self.unit} from {self.min_quantity}"
