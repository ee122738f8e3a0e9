"""Orders stand in the order of whatever their list may be sorted by."""

from django.db import migrations

#: As `queries.lists` sorts: the value, then the id.
SORTS = {
    "requested": "requested_on",
    "promised": "coalesce(promised_on, DATE '9999-12-31')",
    "net": "net",
}


class Migration(migrations.Migration):
    """An index a sort, made beside the running business: a page of a million orders reads what it shows."""

    atomic = False
    dependencies = [("sales", "0008_found_by_number")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX CONCURRENTLY sales_order_by_{name} ON sales_order (company_id, ({expression}), id)",
            f"DROP INDEX CONCURRENTLY sales_order_by_{name}",
        )
        for name, expression in SORTS.items()
    ]
