"""How much of what is allowed in a while is used up."""

from django.db import models


class RateBucket(models.Model):
    """When a bucket will be full again, if nothing more is taken. Unlogged: after a crash all buckets are full."""

    key = models.CharField(max_length=100, primary_key=True)
    full_at = models.DateTimeField()

    class Meta:
        db_table = "platform_rate"

    def __str__(self) -> str:
        return self.key
