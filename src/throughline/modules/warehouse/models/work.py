"""Releases, tasks, and what is packed in what."""

from django.db import models


class Release(models.Model):
    """One release of demands to the floor of a site, numbered by the operation that made it; a wave where it is named.

    `cut_off` is the moment by which its picks must be done; `why` names the policy where that released it.
    """

    id = models.BigIntegerField(primary_key=True)
    company_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    at = models.DateTimeField()
    released_by = models.BigIntegerField()
    operation_id = models.BigIntegerField()
    name = models.CharField(max_length=60, blank=True, default="", db_default="")
    cut_off = models.DateTimeField(null=True)
    why = models.JSONField(default=dict, db_default={})

    class Meta:
        db_table = "warehouse_release"

    def __str__(self) -> str:
        return f"R-{self.pk}"


class Task(models.Model):
    """A piece of work: pick, put back or count a quantity at a place."""

    company_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    release_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default="ready")
    demand_id = models.BigIntegerField(null=True)
    allocation_id = models.BigIntegerField(null=True)
    thread_id = models.BigIntegerField(null=True)
    group_id = models.BigIntegerField(null=True)
    party_id = models.BigIntegerField(null=True)
    item_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    from_location_id = models.BigIntegerField(null=True)
    to_location_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    quantity_done = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    rank = models.SmallIntegerField(default=50)
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "warehouse_task"
        indexes = [
            models.Index(
                fields=["company_id", "site_id", "kind", "group_id"],
                name="warehouse_task_ready",
                condition=models.Q(state="ready"),
            ),
            models.Index(fields=["demand_id"], name="warehouse_task_demand"),
            models.Index(fields=["thread_id"], name="warehouse_task_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity} of {self.item_id}"


class HandlingUnit(models.Model):
    """A carton or pallet with its SSCC, packed for a party, and the shipment it left on.

    One that was unpacked keeps its SSCC and its lines, which tell what was in it, and holds nothing any more.
    """

    company_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    sscc = models.CharField(max_length=18, unique=True)
    kind = models.CharField(max_length=12, default="carton")
    party_id = models.BigIntegerField(null=True)
    ship_to_id = models.BigIntegerField(null=True)
    group_id = models.BigIntegerField(null=True)
    shipment_id = models.BigIntegerField(null=True)
    packed_at = models.DateTimeField()
    unpacked_at = models.DateTimeField(null=True)
    unpacked_by = models.BigIntegerField(null=True)
    unpacked_reason = models.CharField(max_length=80, blank=True, default="", db_default="")

    class Meta:
        db_table = "warehouse_handling_unit"
        indexes = [
            models.Index(
                fields=["company_id", "site_id"],
                name="warehouse_unit_waiting",
                condition=models.Q(shipment_id__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.sscc


class HandlingUnitLine(models.Model):
    """What of a demand, and of the document line behind it, is in a handling unit."""

    company_id = models.BigIntegerField()
    handling_unit_id = models.BigIntegerField()
    demand_id = models.BigIntegerField()
    ref_kind = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(null=True)
    item_id = models.BigIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=6)

    class Meta:
        db_table = "warehouse_handling_unit_line"
        indexes = [
            models.Index(fields=["handling_unit_id"], name="warehouse_unit_line_unit"),
            models.Index(fields=["demand_id"], name="warehouse_unit_line_demand"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.item_id}"
