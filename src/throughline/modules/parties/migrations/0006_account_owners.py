"""A customer may have an account owner: a person of the company who minds it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may stay empty, and an index by which a person's customers are found."""

    dependencies = [("parties", "0005_versions")]

    operations = [
        migrations.AddField("customer", "owner_id", models.BigIntegerField(null=True)),
        migrations.RunSQL(
            """CREATE INDEX parties_customer_owner ON parties_customer (company_id, owner_id)
               WHERE owner_id IS NOT NULL""",
            migrations.RunSQL.noop,
        ),
    ]
