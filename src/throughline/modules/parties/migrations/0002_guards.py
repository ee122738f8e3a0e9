"""Row security, history, codes without regard to case, and search by prefix."""

from django.db import migrations

from throughline.platform.database import ddl

# Codes are one thing in any case. Prefix search is a range over a C-collated expression, which keeps its index.
SEARCH = """
CREATE UNIQUE INDEX parties_party_code_key ON parties_party (upper(code) COLLATE "C");
CREATE INDEX parties_party_name_key ON parties_party (lower(name) COLLATE "C");
CREATE UNIQUE INDEX parties_payment_terms_code_key ON parties_payment_terms (upper(code) COLLATE "C");
"""


class Migration(migrations.Migration):
    """Only an operation writes; customers and suppliers belong to one company."""

    dependencies = [("parties", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
        *ddl.master_rows("parties_party", "parties_address", "parties_payment_terms"),
        *ddl.company_rows("parties_customer", "parties_supplier"),
        *ddl.history(
            "parties_party", "parties_address", "parties_payment_terms", "parties_customer", "parties_supplier"
        ),
    ]
