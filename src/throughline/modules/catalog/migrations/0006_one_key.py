"""Codes of families and items, and customers' numbers, have one key: that of their capitals."""

from django.db import migrations


class Migration(migrations.Migration):
    """The key over the code as written refused the slower of two who entered it at once, where the other waits for them."""

    dependencies = [("catalog", "0005_long_lists")]

    operations = [
        migrations.RemoveConstraint(model_name="customeritem", name="catalog_customer_item_number"),
        migrations.RemoveConstraint(model_name="family", name="catalog_family_code"),
        migrations.RemoveConstraint(model_name="item", name="catalog_item_code"),
    ]
