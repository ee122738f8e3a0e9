"""Imports are done by a worker: what is wanted, by whom, how far it is; and external ids know whose they are."""

from django.db import migrations, models

# The worker has chosen no company yet when it asks what waits; it learns which import of which company, no more.
WANTED = """
CREATE INDEX integrations_import_wanted ON integrations_import (wanted_at) WHERE wanted <> '';

CREATE FUNCTION integrations_wanted() RETURNS TABLE (company_id bigint, import_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public ROWS 10 AS $$
    SELECT i.company_id, i.id FROM integrations_import i WHERE i.wanted <> '' ORDER BY i.wanted_at LIMIT 100
$$;
"""


# References name records by their kind, imports by what the file held.
KINDS = """
UPDATE integrations_external_id SET kind = CASE kind WHEN 'orders' THEN 'sales.order' WHEN 'items' THEN 'catalog.item'
    WHEN 'customers' THEN 'parties.customer' ELSE kind END;
"""


class Migration(migrations.Migration):
    """What is under way stays so; nothing is wanted of what is there."""

    dependencies = [("integrations", "0002_guards")]

    operations = [
        migrations.AddField("import", "wanted", models.CharField(max_length=10, blank=True, default="", db_default="")),
        migrations.AddField("import", "wanted_by", models.BigIntegerField(null=True)),
        migrations.AddField("import", "wanted_at", models.DateTimeField(null=True)),
        migrations.AddField("import", "wanted_scopes", models.JSONField(null=True)),
        migrations.AddField("import", "rows_past", models.IntegerField(default=0, db_default=0)),
        migrations.AddField("import", "stop_asked", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("import", "trouble", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField(
            "externalid", "source", models.CharField(max_length=60, default="import", db_default="import")
        ),
        migrations.AlterField("externalid", "import_id", models.BigIntegerField(null=True)),
        migrations.RemoveConstraint("externalid", "integrations_external_id_once"),
        migrations.AddConstraint(
            "externalid",
            models.UniqueConstraint(
                fields=["company_id", "source", "kind", "external_id"], name="integrations_external_id_once"
            ),
        ),
        migrations.AddIndex(
            "externalid",
            models.Index(fields=["company_id", "kind", "document_id"], name="integrations_external_id_of"),
        ),
        migrations.RunSQL(KINDS, migrations.RunSQL.noop),
        migrations.RunSQL(WANTED, "DROP FUNCTION integrations_wanted; DROP INDEX integrations_import_wanted"),
    ]
