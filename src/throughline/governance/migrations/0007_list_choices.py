"""How a person wants lists to look."""

from django.db import migrations, models

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Columns and density go with the person, not with the browser; a convenience without history."""

    dependencies = [("governance", "0006_desk"), ("platform", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="ListChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("user_id", models.BigIntegerField()),
                ("screen", models.CharField(blank=True, max_length=80)),
                ("columns", models.JSONField(default=dict)),
                ("density", models.CharField(blank=True, max_length=10)),
            ],
            options={
                "db_table": "governance_list_choice",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company_id", "user_id", "screen"), name="governance_list_choice_once"
                    )
                ],
            },
        ),
        *ddl.company_rows("governance_list_choice"),
    ]
