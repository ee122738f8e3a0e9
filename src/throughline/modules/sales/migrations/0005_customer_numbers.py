"""A customer's order number is found among the orders of the customer."""

from django.db import migrations


class Migration(migrations.Migration):
    """One index over the orders that have a number; built in a moment, for it holds nothing of those without."""

    dependencies = [("sales", "0004_substitutes")]

    operations = [
        migrations.RunSQL(
            """CREATE INDEX sales_order_customer_po ON sales_order (party_id, upper(customer_po) COLLATE "C")
               WHERE customer_po <> ''""",
            migrations.RunSQL.noop,
        )
    ]
