"""Functions, sequence and row security that the platform's promises rest on."""

from django.db import migrations

from throughline.platform.database import ddl

FUNCTIONS = """
CREATE SEQUENCE platform_operation_id;

CREATE FUNCTION platform_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: rows are never changed, corrections are new rows', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

-- Runs with the owner's rights: the application can neither write history nor keep it from being written.
CREATE FUNCTION platform_keep_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET enable_nestloop = off AS $$
BEGIN
    INSERT INTO platform_row_history (company_id, table_name, row_id, operation_id, old)
    SELECT (before ->> 'company_id')::bigint, TG_TABLE_NAME, id,
           coalesce(nullif(current_setting('throughline.operation', true), ''), '0')::bigint, changed.old
    FROM (SELECT n.id, to_jsonb(o) AS before, to_jsonb(n) AS after
          FROM old_rows o JOIN new_rows n ON n.id = o.id OFFSET 0) AS pair,
         LATERAL (SELECT jsonb_object_agg(key, value) AS old FROM jsonb_each(before)
                  WHERE value <> 'null' AND after -> key IS DISTINCT FROM value) AS changed
    WHERE changed.old IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION platform_keep_deleted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    INSERT INTO platform_row_history (company_id, table_name, row_id, operation_id, old)
    SELECT (before ->> 'company_id')::bigint, TG_TABLE_NAME, id,
           coalesce(nullif(current_setting('throughline.operation', true), ''), '0')::bigint, before
    FROM (SELECT o.id, to_jsonb(o) AS before FROM old_rows o OFFSET 0) AS gone;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """Author of every change: append-only audit, history by trigger, rows of one company."""

    dependencies = [("platform", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        *ddl.company_rows(
            "platform_operation",
            "platform_event",
            "platform_delivery",
            "platform_number_series",
            "platform_idempotency_key",
            "platform_row_history",
        ),
        *ddl.master_rows("platform_role", "platform_role_assignment"),
        *ddl.append_only("platform_operation", "platform_row_history", "platform_delivery"),
        *ddl.history("platform_role", "platform_role_assignment", "platform_user"),
        *ddl.fill_factor(70, "platform_event", "platform_number_series"),
    ]
