"""Processes that do what happens next."""

from django.db import models


class Worker(models.Model):
    """A worker that runs, by machine and process, and when it was last heard of."""

    name = models.CharField(max_length=120, primary_key=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "platform_worker"

    def __str__(self) -> str:
        return self.name
