"""What an installation is like: its environment, settings, database roles and server, backups and people."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from throughline.platform.database.backups import backup_folder, newest_backup
from throughline.platform.database.connections import APPLICATION_ROLE


@dataclass(frozen=True, slots=True)
class Role:
    """The role as which the application speaks to the database, and what it could do to it."""

    name: str
    is_superuser: bool = False
    bypasses_security: bool = False
    may_create: bool = False
    owns_tables: int = 0
    joins_owner: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the checks look at, gathered once; the defaults are those of a safe installation."""

    environ: Mapping[str, str] = field(default_factory=dict)
    own_server: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    role: Role = field(default_factory=lambda: Role(APPLICATION_ROLE))
    server: Mapping[str, str] = field(default_factory=dict)
    server_version: int = 150000
    is_local: bool = True
    encrypted: bool = False
    missing_migrations: tuple[str, ...] = ()
    unsecured_tables: tuple[str, ...] = ()
    changeable_ledgers: tuple[str, ...] = ()
    newest_backup: timedelta | None = timedelta(0)
    demo_people: tuple[str, ...] = ()
    single_factor_administrators: tuple[str, ...] = ()
    companies_without_administrator: tuple[str, ...] = ()
    free_megabytes: int = 100_000


SETTINGS = (
    "SECRET_KEY",
    "DEVELOPMENT_KEY",
    "DEBUG",
    "PRODUCTION",
    "ALLOWED_HOSTS",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SECURE_HSTS_SECONDS",
    "SECURE_PROXY_SSL_HEADER",
    "SECURE_SSL_REDIRECT",
    "PASSWORD_HASHERS",
    "MAIL_IS_SET_UP",
    "MAIL",
    "EMAIL_USE_TLS",
    "EMAIL_USE_SSL",
    "OPENID",
)
SERVER = ("fsync", "synchronous_commit", "full_page_writes", "password_encryption", "data_checksums", "archive_mode")


def gather(own_server: bool = False) -> Facts:
    """Look at everything; the database is asked as the application's role."""
    from django.conf import settings

    from throughline.platform.database.statements import rows

    ((name, superuser, bypass, create, owned, joins),) = rows(
        """SELECT current_user, r.rolsuper, r.rolbypassrls, r.rolcreaterole OR r.rolcreatedb,
                  (SELECT count(*) FROM pg_tables t WHERE t.schemaname = 'public' AND t.tableowner = current_user),
                  EXISTS (SELECT FROM pg_tables t WHERE t.schemaname = 'public' AND t.tableowner <> current_user
                          AND pg_has_role(current_user, t.tableowner, 'MEMBER'))
           FROM pg_roles r WHERE r.rolname = current_user"""
    )
    server = dict(rows("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(SERVER)]))
    ((version, local, encrypted),) = rows(
        """SELECT current_setting('server_version_num')::int,
                  coalesce(inet_server_addr() IN (inet '127.0.0.1', inet '::1'), true),
                  coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)"""
    )
    missing = _missing_migrations()
    return Facts(
        environ=dict(os.environ),
        own_server=own_server,
        settings={one: getattr(settings, one, None) for one in SETTINGS},
        role=Role(name, superuser, bypass, create, owned, joins),
        server=server,
        server_version=version,
        is_local=local,
        encrypted=encrypted,
        missing_migrations=missing,
        unsecured_tables=_column(UNSECURED),
        changeable_ledgers=_column(CHANGEABLE),
        newest_backup=newest_backup(backup_folder()),
        demo_people=() if missing else _column(DEMO),
        single_factor_administrators=() if missing else _column(SINGLE_FACTOR),
        companies_without_administrator=() if missing else _column(UNADMINISTERED),
        free_megabytes=_free_megabytes(),
    )


def _column(sql: str) -> tuple[str, ...]:
    from throughline.platform.database.statements import rows

    return tuple(str(row[0]) for row in rows(sql))


UNSECURED = """SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity ORDER BY 1"""
CHANGEABLE = """SELECT DISTINCT c.relname FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid
    WHERE t.tgname LIKE '%_append_only' AND (has_table_privilege(c.oid, 'UPDATE')
        OR has_table_privilege(c.oid, 'DELETE') OR t.tgenabled = 'D') ORDER BY 1"""
#: Logins of the demo company, whose passwords everybody knows.
DEMO = """SELECT u.username FROM platform_user u WHERE EXISTS (
        SELECT FROM governance_company c JOIN platform_role_assignment a ON a.company_id = c.id
        WHERE c.code = 'CALDER' AND a.user_id = u.id) ORDER BY 1"""
_ADMINISTRATOR = """platform_role_assignment a JOIN platform_role r ON r.id = a.role_id
    JOIN platform_user u ON u.id = a.user_id AND u.is_active
    WHERE r.permissions ?| array['*', 'governance.access.change'] AND r.duties ? 'administration'"""
SINGLE_FACTOR = f"""SELECT DISTINCT u.username FROM {_ADMINISTRATOR} AND NOT EXISTS (
        SELECT FROM platform_credential c WHERE c.user_id = u.id AND c.kind IN ('totp', 'passkey')) ORDER BY 1"""
UNADMINISTERED = f"""SELECT c.code FROM governance_company c WHERE c.is_active AND NOT EXISTS (
        SELECT FROM {_ADMINISTRATOR} AND a.company_id = c.id) ORDER BY 1"""


def _missing_migrations() -> tuple[str, ...]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def _free_megabytes() -> int:
    import shutil

    folder = Path(os.environ.get("THROUGHLINE_DATA", ".data")).resolve()
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free // 1_000_000
