"""The operations on a record are found by the record; history keeps what was empty before, too."""

from django.db import migrations

# Under row security no test on jsonb may use an index; the function runs with the owner's rights and looks at the
# company itself.
FOUND = """
CREATE INDEX platform_operation_subjects ON platform_operation USING gin (subjects jsonb_path_ops);

CREATE FUNCTION platform_deeds_on(kind text, number bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public ROWS 50 AS $$
    SELECT id FROM platform_operation
    WHERE subjects @> jsonb_build_object(kind, jsonb_build_array(number))
      AND company_id = current_setting('throughline.company')::bigint
$$;

CREATE OR REPLACE FUNCTION platform_keep_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET enable_nestloop = off AS $$
BEGIN
    INSERT INTO platform_row_history (company_id, table_name, row_id, operation_id, old)
    SELECT (before ->> 'company_id')::bigint, TG_TABLE_NAME, id,
           coalesce(nullif(current_setting('throughline.operation', true), ''), '0')::bigint, changed.old
    FROM (SELECT n.id, to_jsonb(o) AS before, to_jsonb(n) AS after
          FROM old_rows o JOIN new_rows n ON n.id = o.id OFFSET 0) AS pair,
         LATERAL (SELECT jsonb_object_agg(key, value) AS old FROM jsonb_each(before)
                  WHERE after -> key IS DISTINCT FROM value) AS changed
    WHERE changed.old IS NOT NULL;
    RETURN NULL;
END $$;
"""

# Masters such as items belong to no company, and neither does what their rows held; who signs in is told nowhere.
SHARED = """
DROP POLICY platform_row_history_read ON platform_row_history;
CREATE POLICY platform_row_history_read ON platform_row_history FOR SELECT USING (
    company_id = (SELECT current_setting('throughline.company')::bigint)
    OR (company_id IS NULL AND left(table_name, 9) <> 'platform_'));
"""


class Migration(migrations.Migration):
    """Who did what to a record is a question of milliseconds, however long the trail."""

    dependencies = [("platform", "0008_system")]

    operations = [
        migrations.RunSQL(FOUND, migrations.RunSQL.noop),
        migrations.RunSQL(SHARED, migrations.RunSQL.noop),
    ]
