"""Every check of a production set-up: a safe one passes all, and each fault is found by its own check alone."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from throughline.cli.check import described, table
from throughline.cli.checking.checks import CHECKS, judged, refused
from throughline.cli.checking.facts import Facts, Role, gather
from throughline.platform.database.backups import newest_backup

SAFE = Facts(
    environ={"DATABASE_URL": "postgresql://throughline_app:secret@db.internal/throughline"},
    settings={
        "SECRET_KEY": "Vd8o2kqYx1mZb7Jw5tRf3nLc9sGh4pKa6uEy0iXq",
        "DEVELOPMENT_KEY": "known",
        "DEBUG": False,
        "PRODUCTION": True,
        "ALLOWED_HOSTS": ["erp.example.com"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
        "SECURE_SSL_REDIRECT": True,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "MAIL_IS_SET_UP": True,
        "EMAIL_USE_TLS": True,
        "OPENID": {"issuer": "https://login.example.com"},
    },
    server={
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
    },
)


def setting(**more: Any) -> Facts:
    return replace(SAFE, settings={**SAFE.settings, **more})


def environ(**more: str) -> Facts:
    return replace(SAFE, environ={**SAFE.environ, **more})


def server(**more: str) -> Facts:
    return replace(SAFE, server={**SAFE.server, **more})


FAULTS: list[tuple[str, Facts, str]] = [
    ("production", setting(PRODUCTION=False), "THROUGHLINE_PRODUCTION"),
    ("secret_key", setting(SECRET_KEY="known"), "everybody can read"),
    ("secret_key", setting(SECRET_KEY="a" * 60), "guess"),
    ("debug", setting(DEBUG=True), "source"),
    ("hosts", setting(ALLOWED_HOSTS=["*"]), "every host"),
    ("hosts", setting(ALLOWED_HOSTS=["localhost"]), "own name"),
    ("cookies", setting(SESSION_COOKIE_SECURE=False), "SESSION_COOKIE_SECURE"),
    ("tls", setting(SECURE_PROXY_SSL_HEADER=None), "proxy"),
    ("tls", setting(SECURE_SSL_REDIRECT=False), "plain"),
    ("tls", setting(SECURE_HSTS_SECONDS=0), "HSTS"),
    ("password_hashes", setting(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]), "MD5"),
    ("database_named", replace(SAFE, environ={}), "own"),
    ("database_named", replace(SAFE, own_server=True), "own"),
    ("owner_address", environ(DATABASE_OWNER_URL="postgresql://owner@db/x"), "DATABASE_OWNER_URL"),
    ("application_role", replace(SAFE, role=Role("boss", is_superuser=True)), "superuser"),
    ("application_role", replace(SAFE, role=Role("boss", bypasses_security=True)), "bypasses"),
    ("application_role", replace(SAFE, role=Role("boss", owns_tables=3)), "owns 3"),
    ("application_role", replace(SAFE, role=Role("boss", joins_owner=True)), "become the owner"),
    ("application_role", replace(SAFE, role=Role("boss", may_create=True)), "make roles"),
    ("row_security", replace(SAFE, unsecured_tables=("sales_order",)), "sales_order"),
    ("ledgers", replace(SAFE, changeable_ledgers=("ledger_entry",)), "ledger_entry"),
    ("durability", server(fsync="off"), "fsync"),
    ("durability", server(synchronous_commit="off"), "synchronous_commit"),
    ("durability", server(full_page_writes="off"), "full_page_writes"),
    ("server_version", replace(SAFE, server_version=140010), "14"),
    ("database_wire", replace(SAFE, is_local=False), "without TLS"),
    ("migrations", replace(SAFE, missing_migrations=("sales.0009_x",)), "sales.0009_x"),
    ("backup", replace(SAFE, newest_backup=None), "no backup"),
    ("backup", replace(SAFE, newest_backup=timedelta(hours=40)), "40 hours"),
    ("demo_people", replace(SAFE, demo_people=("admin", "desk")), "admin"),
    ("administrator", replace(SAFE, companies_without_administrator=("ACME",)), "ACME"),
    ("openid_provider", setting(OPENID={"issuer": "http://login.example.com"}), "without TLS"),
    ("mail_wire", setting(EMAIL_USE_TLS=False), "without TLS"),
    ("space", replace(SAFE, free_megabytes=100), "100 MB"),
    ("second_factor", replace(SAFE, single_factor_administrators=("ada",)), "ada"),
    ("data_checksums", server(data_checksums="off"), "disk"),
]


def test_a_safe_set_up_passes_every_check() -> None:
    assert [verdict.wrong for verdict in judged(SAFE) if verdict.wrong] == []


@pytest.mark.parametrize(("name", "facts", "told"), FAULTS)
def test_each_fault_is_found_by_its_check_alone_with_a_remedy(name: str, facts: Facts, told: str) -> None:
    (found,) = [verdict for verdict in judged(facts) if verdict.wrong]
    assert found.check.name == name
    assert told in found.wrong
    assert len(found.check.remedy) > 15
    assert bool(refused([found])) is not found.check.warns
    assert described(found)["remedy"] in table([found])


def test_every_check_has_a_fault_in_this_test() -> None:
    assert {check.name for check in CHECKS} == {name for name, _, _ in FAULTS}


def test_the_limit_of_a_backup_is_what_the_installation_says() -> None:
    late = replace(environ(THROUGHLINE_BACKUP_HOURS="50"), newest_backup=timedelta(hours=40))
    assert not any(verdict.wrong for verdict in judged(late))


def test_the_newest_finished_backup_counts(tmp_path: Path) -> None:
    assert newest_backup(tmp_path) is None
    (tmp_path / "half.dump").write_text("x")
    assert newest_backup(tmp_path) is None
    (tmp_path / "whole.json").write_text("{}")
    age = newest_backup(tmp_path, datetime.now(UTC) + timedelta(hours=3))
    assert age is not None
    assert timedelta(hours=2) < age < timedelta(hours=4)


def test_the_facts_of_this_installation_are_gathered_and_tell_of_a_test(db_free_of_demo: None) -> None:
    facts = gather()
    assert facts.role == Role("throughline_app")
    assert facts.unsecured_tables == ()
    assert facts.changeable_ledgers == ()
    assert facts.missing_migrations == ()
    wrong = {verdict.check.name for verdict in judged(facts) if verdict.wrong}
    assert {"production", "secret_key", "owner_address"} <= wrong
    assert "application_role" not in wrong
    assert json.dumps([described(verdict) for verdict in judged(facts)])


@pytest.fixture
def db_free_of_demo(django_db_setup: None) -> None:
    """Only asks for the database."""
