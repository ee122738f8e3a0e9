"""What carriers offer a company."""

from django.db import models


class CarrierService(models.Model):
    """A service of a carrier: until when goods for it leave on the same day, and how many working days it takes.

    `cut_off` is by the clock of the site that sends; without one the site's own counts. Without `transit_days` policy
    says how long goods are under way. `tracking_url` holds {tracking} where the number of a shipment belongs.
    """

    company_id = models.BigIntegerField()
    code = models.CharField(max_length=30)
    carrier = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    cut_off = models.TimeField(null=True)
    transit_days = models.PositiveSmallIntegerField(null=True)
    tracking_url = models.CharField(max_length=200, blank=True, default="", db_default="")
    is_active = models.BooleanField(default=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "parties_carrier_service"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
