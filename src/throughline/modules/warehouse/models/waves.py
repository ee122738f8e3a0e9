"""Waves that are planned before they are released."""

from django.db import models


class Wave(models.Model):
    """Demands of a site that are to go to the floor together: planned, then released or cancelled.

    `release_at` is when it is released by itself, `cut_off` when its picks must be done; `chosen` keeps by what its
    demands were chosen. Once released, `release_id` is the release that its picks belong to.
    """

    company_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    carrier = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, default="planned")
    release_at = models.DateTimeField(null=True)
    cut_off = models.DateTimeField(null=True)
    chosen = models.JSONField(default=dict)
    planned_at = models.DateTimeField()
    planned_by = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    release_id = models.BigIntegerField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "warehouse_wave"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["planned", "released", "cancelled"]), name="warehouse_wave_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["company_id", "release_at"],
                name="warehouse_wave_planned",
                condition=models.Q(state="planned"),
            ),
        ]

    def __str__(self) -> str:
        return f"W-{self.pk}"


class WaveDemand(models.Model):
    """A demand in a wave; it waits in one wave at a time. `left_out` says why nothing of it went with the others."""

    company_id = models.BigIntegerField()
    wave_id = models.BigIntegerField()
    demand_id = models.BigIntegerField()
    waits = models.BooleanField(default=True)
    left_out = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "warehouse_wave_demand"
        constraints = [
            models.UniqueConstraint(
                fields=["demand_id"], name="warehouse_wave_demand_once", condition=models.Q(waits=True)
            ),
        ]
        indexes = [models.Index(fields=["wave_id"], name="warehouse_wave_demand_of")]

    def __str__(self) -> str:
        return f"{self.demand_id} in W-{self.wave_id}"
