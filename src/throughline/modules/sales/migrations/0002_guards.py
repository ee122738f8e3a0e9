"""What the database itself enforces of sales."""

from django.db import migrations

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Rows of one company; lines keep what they were."""

    dependencies = [("sales", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        *ddl.company_rows("sales_order", "sales_order_line", "sales_promise_change"),
        *ddl.append_only("sales_promise_change"),
        *ddl.history("sales_order_line"),
        *ddl.fill_factor(70, "sales_order", "sales_order_line"),
        *ddl.same_company("sales_order_line", "order_id", "sales_order"),
    ]
