"""Row security, history, codes without regard to case, GTINs that name one thing, and search by prefix."""

from django.db import migrations

from throughline.platform.database import ddl

# Codes are one thing in any case. Prefix search is a range over a C-collated expression, which keeps its index.
# GTINs of 8, 12, 13 and 14 digits are one number, padded with zeros in front.
SEARCH = """
CREATE UNIQUE INDEX catalog_item_code_key ON catalog_item (upper(code) COLLATE "C");
CREATE INDEX catalog_item_name_key ON catalog_item (lower(name) COLLATE "C");
CREATE UNIQUE INDEX catalog_item_gtin_key ON catalog_item (lpad(gtin, 14, '0')) WHERE gtin <> '';
CREATE UNIQUE INDEX catalog_packaging_gtin_key ON catalog_packaging (lpad(gtin, 14, '0')) WHERE gtin <> '';
CREATE UNIQUE INDEX catalog_family_code_key ON catalog_family (upper(code) COLLATE "C");
CREATE UNIQUE INDEX catalog_customer_item_number_key ON catalog_customer_item (party_id, upper(number) COLLATE "C");
"""


class Migration(migrations.Migration):
    """Only an operation writes items; what a change replaced is kept."""

    dependencies = [("catalog", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
        *ddl.master_rows("catalog_family", "catalog_item", "catalog_packaging", "catalog_customer_item"),
        *ddl.history("catalog_family", "catalog_item", "catalog_packaging", "catalog_customer_item"),
    ]
