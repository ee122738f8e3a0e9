"""The two roles of a database and the database itself.

The owner makes and changes tables, verifies and backs up. The application reads and writes rows,
one company at a time: it owns nothing, so row security holds for it, and no privilege that a
migration takes away can be taken back.
"""

from typing import Any

from psycopg import Connection, sql

from throughline.platform.database.connections import APPLICATION_ROLE, OWNER_ROLE
from throughline.platform.database.server import DATABASE, LocalServer


def prepare(server: LocalServer, database: str = DATABASE) -> bool:
    """Have both roles and the database on a local server; return whether the database is new."""
    with server.connect() as connection:
        make_roles(connection)
        new = make_database(connection, database)
    with server.connect(database) as connection:
        install_statistics(connection)
        open_to_application(connection)
    return new


def drop_database(server: LocalServer, database: str = DATABASE) -> None:
    """Throw a database of a local server away with all that is in it."""
    with server.connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def make_roles(connection: Connection[Any]) -> None:
    """Have the owner's and the application's role with exactly the attributes they should have."""
    attributes = {
        OWNER_ROLE: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS",
        APPLICATION_ROLE: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
    }
    for role, wanted in attributes.items():
        known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        verb = "CREATE" if known is None else "ALTER"
        connection.execute(sql.SQL("{} ROLE {} {}").format(sql.SQL(verb), sql.Identifier(role), sql.SQL(wanted)))
    # The owner measures (`throughline bench`), and so must read the statistics of every session.
    connection.execute(sql.SQL("GRANT pg_monitor TO {}").format(sql.Identifier(OWNER_ROLE)))


def make_database(connection: Connection[Any], database: str, template: str = "template0") -> bool:
    """Have a database of the owner's; return whether it is new."""
    known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database]).fetchone()
    if known is not None:
        return False
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(database), sql.Identifier(OWNER_ROLE), sql.Identifier(template)
        )
    )
    return True


def open_to_application(connection: Connection[Any]) -> None:
    """Let the application use every table and sequence that the owner makes, now and later.

    Append-only tables take UPDATE and DELETE back in the migration that makes them. The default
    privileges stand first, so that no table falls between the two.
    """
    names = {"owner": sql.Identifier(OWNER_ROLE), "application": sql.Identifier(APPLICATION_ROLE)}
    statements = (
        "GRANT USAGE ON SCHEMA public TO {application}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {application}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {application}",
    )
    for statement in statements:
        connection.execute(sql.SQL(statement).format(**names))


def install_statistics(connection: Connection[Any]) -> None:
    """Have pg_stat_statements in the database where the server loaded it; only a superuser can."""
    loaded = connection.execute("SHOW shared_preload_libraries").fetchone()
    if loaded is not None and "pg_stat_statements" in loaded[0]:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
