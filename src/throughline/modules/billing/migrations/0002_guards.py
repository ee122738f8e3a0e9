"""What the database itself enforces of billing."""

from django.db import migrations

from throughline.platform.database import ddl

POSTED = """
CREATE FUNCTION billing_refuse_posted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'document % is posted and never changes; correct it with a credit note', OLD.number
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER billing_invoice_posted BEFORE UPDATE OR DELETE ON billing_invoice
    FOR EACH ROW WHEN (OLD.state = 'posted') EXECUTE FUNCTION billing_refuse_posted();
"""


class Migration(migrations.Migration):
    """Posted documents never change; lines belong to their document's company."""

    dependencies = [("billing", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        *ddl.company_rows(
            "billing_billable_line",
            "billing_billable_event",
            "billing_tax_rate",
            "billing_invoice",
            "billing_invoice_line",
            "billing_invoice_tax",
        ),
        *ddl.append_only("billing_invoice_line", "billing_invoice_tax"),
        *ddl.history("billing_tax_rate"),
        *ddl.fill_factor(60, "billing_billable_line", "billing_billable_event"),
        *ddl.fill_factor(70, "billing_invoice"),
        *ddl.same_company("billing_billable_event", "billable_line_id", "billing_billable_line"),
        *ddl.same_company("billing_invoice_line", "invoice_id", "billing_invoice"),
        *ddl.same_company("billing_invoice_tax", "invoice_id", "billing_invoice"),
        migrations.RunSQL(POSTED, migrations.RunSQL.noop),
        migrations.RunSQL(
            "CREATE SEQUENCE billing_credit_number; CREATE SEQUENCE billing_credit_line;", migrations.RunSQL.noop
        ),
    ]
