"""What the database itself enforces of the books."""

from django.db import migrations

from throughline.platform.database import ddl

BALANCE = """
ALTER TABLE ledger_entry ADD COLUMN transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id();

-- An entry is checked once, at commit or when constraints are set immediate, with its lines there.
CREATE FUNCTION ledger_check_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET enable_seqscan = off AS $$
DECLARE
    difference numeric;
    lines bigint;
BEGIN
    SELECT coalesce(sum(amount), 0), count(*) INTO difference, lines FROM ledger_entry_line
        WHERE entry_id = NEW.id AND company_id = NEW.company_id;
    IF difference <> 0 OR lines = 0 THEN
        RAISE EXCEPTION 'entry % does not balance: % over % lines', NEW.id, difference, lines
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM ledger_period WHERE company_id = NEW.company_id AND state = 'closed'
               AND month = date_trunc('month', NEW.on_date)::date) THEN
        RAISE EXCEPTION 'entry % falls in a closed period', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_entry();

-- Lines come with their header or not at all.
CREATE FUNCTION ledger_check_lines() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (SELECT FROM new_rows l LEFT JOIN ledger_entry e
                   ON e.id = l.entry_id AND e.company_id = l.company_id
               WHERE e.transaction_id IS DISTINCT FROM pg_current_xact_id()) THEN
        RAISE EXCEPTION 'lines are posted in the transaction of their entry only'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_line_with_header AFTER INSERT ON ledger_entry_line
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_lines();
"""


class Migration(migrations.Migration):
    """Entries balance, are never changed, and stay within their company and open periods."""

    dependencies = [("ledger", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        migrations.RunSQL(BALANCE, migrations.RunSQL.noop),
        *ddl.company_rows("ledger_account", "ledger_period", "ledger_entry", "ledger_entry_line"),
        *ddl.append_only("ledger_entry", "ledger_entry_line"),
        *ddl.history("ledger_account", "ledger_period"),
    ]
