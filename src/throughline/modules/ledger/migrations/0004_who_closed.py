"""A month says who closed or opened it last, when and why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns with defaults; months closed before say nobody."""

    dependencies = [("ledger", "0003_totals")]

    operations = [
        migrations.AddField("period", "changed_by", models.BigIntegerField(null=True)),
        migrations.AddField("period", "changed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "period", "reason", models.CharField(max_length=300, blank=True, default="", db_default="")
        ),
    ]
