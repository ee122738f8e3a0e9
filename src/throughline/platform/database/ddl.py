"""What migrations say beyond Django's models: row security, append-only tables, history, one company's keys."""

from collections.abc import Mapping, Sequence

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunSQL

from throughline.platform.database.connections import APPLICATION_ROLE

COMPANY = "(SELECT current_setting('throughline.company')::bigint)"
OPERATION = "(SELECT current_setting('throughline.operation')::bigint) > 0"


def company_rows(*tables: str) -> list[Operation]:
    """Let the application's role see and change rows of one company only, and change none outside an operation.

    A missing setting raises instead of showing nothing.
    """
    return [RunSQL(_policies(table), RunSQL.noop) for table in tables]


def _policies(table: str) -> str:
    own = f"company_id = {COMPANY}"
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({own});
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({own} AND {OPERATION});
        CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({own}) WITH CHECK ({own} AND {OPERATION});
        CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({own} AND {OPERATION});
    """


def master_rows(*tables: str) -> list[Operation]:
    """Guard masters that belong to no company: everybody reads, only an operation writes."""
    return [
        RunSQL(
            f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            CREATE POLICY {table}_read ON {table} FOR SELECT USING (true);
            CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({OPERATION});
            CREATE POLICY {table}_update ON {table} FOR UPDATE USING (true) WITH CHECK ({OPERATION});
            CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({OPERATION});
            """,
            RunSQL.noop,
        )
        for table in tables
    ]


def append_only(*tables: str) -> list[Operation]:
    """Refuse every change and deletion of rows, for any role, and take the privilege from the application's."""
    return [
        RunSQL(
            f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION platform_refuse_change();
            {_revoke(table)}
            """,
            RunSQL.noop,
        )
        for table in tables
    ]


def _revoke(table: str) -> str:
    return f"""
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION_ROLE}') THEN
                REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APPLICATION_ROLE};
            END IF;
        END $$;
    """


def history(*tables: str, sums: Sequence[str] = ()) -> list[Operation]:
    """Keep what each change of a row replaced, with the operation that did it; `sums` are kept by other rows."""
    left_out = ", ".join(f"'{column}'" for column in sums)
    return [
        RunSQL(
            f"""
            CREATE TRIGGER {table}_history_update AFTER UPDATE ON {table}
                REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                FOR EACH STATEMENT EXECUTE FUNCTION platform_keep_history({left_out});
            CREATE TRIGGER {table}_history_delete AFTER DELETE ON {table}
                REFERENCING OLD TABLE AS old_rows
                FOR EACH STATEMENT EXECUTE FUNCTION platform_keep_deleted();
            """,
            RunSQL.noop,
        )
        for table in tables
    ]


def same_company(table: str, column: str, target: str) -> list[Operation]:
    """Keep a line and its header in one company: a composite foreign key on (company_id, id)."""
    return [
        RunSQL(
            f"""
            CREATE UNIQUE INDEX IF NOT EXISTS {target}_company_key ON {target} (company_id, id);
            ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_company
                FOREIGN KEY (company_id, {column}) REFERENCES {target} (company_id, id);
            """,
            RunSQL.noop,
        )
    ]


def indexes(columns: Mapping[str, str]) -> list[Operation]:
    """Make indexes, by name, beside the running business: no write waits. The migration may not be atomic."""
    return [
        RunSQL(f"CREATE INDEX CONCURRENTLY {name} ON {what}", f"DROP INDEX CONCURRENTLY {name}")
        for name, what in columns.items()
    ]


def no_indexes(columns: Mapping[str, str]) -> list[Operation]:
    """Take indexes away, by name, beside the running business; what they were lets the way back make them again."""
    return [
        RunSQL(f"DROP INDEX CONCURRENTLY {name}", f"CREATE INDEX CONCURRENTLY {name} ON {what}")
        for name, what in columns.items()
    ]


def fill_factor(percent: int, *tables: str) -> list[Operation]:
    """Leave room in the pages of tables whose rows are updated often, so that updates stay in place."""
    return [RunSQL(f"ALTER TABLE {table} SET (fillfactor = {percent})", RunSQL.noop) for table in tables]
