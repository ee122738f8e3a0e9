"""History leaves out the columns that a table only keeps as sums: their ledgers are their history."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION platform_keep_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET enable_nestloop = off AS $$
BEGIN
    INSERT INTO platform_row_history (company_id, table_name, row_id, operation_id, old)
    SELECT pair.company, TG_TABLE_NAME, id,
           coalesce(nullif(current_setting('throughline.operation', true), ''), '0')::bigint, changed.old
    FROM (SELECT n.id, (to_jsonb(o) ->> 'company_id')::bigint AS company,
                 CASE WHEN TG_NARGS = 0 THEN to_jsonb(o) ELSE to_jsonb(o) - TG_ARGV END AS before,
                 to_jsonb(n) AS after
          FROM old_rows o JOIN new_rows n ON n.id = o.id OFFSET 0) AS pair,
         LATERAL (SELECT jsonb_object_agg(key, value) AS old FROM jsonb_each(before)
                  WHERE after -> key IS DISTINCT FROM value) AS changed
    WHERE changed.old IS NOT NULL;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """The same function for every table; a trigger may name columns that it is not to keep."""

    dependencies = [("platform", "0012_watched")]

    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
