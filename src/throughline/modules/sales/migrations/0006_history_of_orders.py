"""What an order said before is kept: for whom, when, where to, under which number."""

from django.db import migrations

from throughline.platform.database import ddl

#: How far an order is: sums of what other rows say, brought up to date after each of them.
PROGRESS = ("net_allocated", "net_picked", "net_shipped", "net_delivered", "net_billed", "version")


class Migration(migrations.Migration):
    """Two triggers, which look at what an update changed."""

    dependencies = [("sales", "0005_customer_numbers"), ("platform", "0013_history_without_sums")]

    operations = [*ddl.history("sales_order", sums=PROGRESS)]
