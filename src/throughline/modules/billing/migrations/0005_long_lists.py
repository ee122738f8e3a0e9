"""Documents of a customer, and credit notes, stand in the order of their list."""

from django.db import migrations

from throughline.platform.database import ddl

INDEXES = {
    "billing_invoice_of_party": "billing_invoice (company_id, party_id, id)",
    "billing_invoice_credits": "billing_invoice (company_id, id) WHERE kind = 'credit_note'",
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("billing", "0004_found_by_number")]

    operations = ddl.indexes(INDEXES)
