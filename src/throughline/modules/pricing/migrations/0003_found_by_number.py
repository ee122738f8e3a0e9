"""Price lists and contracts are found by the beginning of their code."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index in the C collation for the palette, made beside the running business."""

    atomic = False
    dependencies = [("pricing", "0002_guards")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY pricing_price_list_found ON pricing_price_list (company_id, code COLLATE "C")',
            "DROP INDEX CONCURRENTLY pricing_price_list_found",
        ),
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY pricing_contract_found ON pricing_contract (company_id, code COLLATE "C")',
            "DROP INDEX CONCURRENTLY pricing_contract_found",
        ),
    ]
