"""Items that may be delivered for others."""

import django.db.models.deletion
from django.db import migrations, models

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """One small master table, written by operations only, with its history."""

    dependencies = [("catalog", "0002_guards"), ("platform", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="Substitute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.item"),
                ),
                (
                    "substitute",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.item"),
                ),
                ("rank", models.SmallIntegerField(default=50)),
                ("keeps_price", models.BooleanField(default=True)),
                ("remark", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "catalog_substitute",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "substitute"), name="catalog_substitute_pair"),
                    models.CheckConstraint(
                        condition=models.Q(("item", models.F("substitute")), _negated=True),
                        name="catalog_substitute_other",
                    ),
                ],
            },
        ),
        *ddl.master_rows("catalog_substitute"),
        *ddl.history("catalog_substitute"),
    ]
