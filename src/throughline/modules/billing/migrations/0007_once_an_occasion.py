"""A fact earns once an occasion, no longer once a source."""

from django.db import migrations, models

TABLE, NAME = "billing_billable_event", "billing_billable_event_once"
FIELDS = ["billable_line_id", "kind", "source_kind", "source_id", "origin_id"]
MAKE = f"CREATE UNIQUE INDEX CONCURRENTLY {NAME}_new ON {TABLE} ({', '.join(FIELDS)}, occasion) NULLS NOT DISTINCT"
SWAP = f"""ALTER TABLE {TABLE} DROP CONSTRAINT {NAME};
    ALTER TABLE {TABLE} ADD CONSTRAINT {NAME} UNIQUE USING INDEX {NAME}_new"""
BACK = f"""ALTER TABLE {TABLE} DROP CONSTRAINT {NAME};
    ALTER TABLE {TABLE} ADD CONSTRAINT {NAME} UNIQUE NULLS NOT DISTINCT ({", ".join(FIELDS)})"""


class Migration(migrations.Migration):
    """The wider index is made beside the running business and takes the place of the narrower one in an instant."""

    atomic = False
    dependencies = [("billing", "0006_occasions")]

    operations = [
        migrations.RunSQL(MAKE, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(SWAP, BACK)],
            state_operations=[
                migrations.RemoveConstraint(model_name="billableevent", name=NAME),
                migrations.AddConstraint(
                    model_name="billableevent",
                    constraint=models.UniqueConstraint(fields=[*FIELDS, "occasion"], name=NAME, nulls_distinct=False),
                ),
            ],
        ),
    ]
