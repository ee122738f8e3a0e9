"""The checks of a production set-up: each a name, what it judges, and the remedy. What is unsafe is refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from throughline.cli.checking.facts import Facts

SHORTEST_KEY = 40
SLOW_HASHERS = ("Argon2PasswordHasher", "ScryptPasswordHasher", "PBKDF2PasswordHasher", "BCryptSHA256PasswordHasher")
LEAST_FREE = 2_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be true. `judge` gives what is wrong, or nothing; what only warns does not refuse."""

    name: str
    judge: Callable[[Facts], str]
    remedy: str
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found."""

    check: Check
    wrong: str

    @property
    def word(self) -> str:
        """Give the verdict in a word."""
        if not self.wrong:
            return "safe"
        return "look" if self.check.warns else "refused"


def judged(facts: Facts) -> list[Verdict]:
    """Judge everything."""
    return [Verdict(check, check.judge(facts)) for check in CHECKS]


def refused(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Give what keeps the installation from being used in earnest."""
    return [verdict for verdict in verdicts if verdict.word == "refused"]


def _key(facts: Facts) -> str:
    key = str(facts.settings.get("SECRET_KEY", ""))
    if key == facts.settings.get("DEVELOPMENT_KEY"):
        return "the secret key is the one that everybody can read in the source"
    if len(key) < SHORTEST_KEY or len(set(key)) < 10:
        return f"the secret key is too easy to guess: {SHORTEST_KEY} random characters are asked for"
    return ""


def _production(facts: Facts) -> str:
    return "" if facts.settings.get("PRODUCTION") else "THROUGHLINE_PRODUCTION is not 1: cookies go without TLS"


def _debug(facts: Facts) -> str:
    return "debugging is on: failures show source and settings to anybody" if facts.settings.get("DEBUG") else ""


def _hosts(facts: Facts) -> str:
    hosts = [str(host).strip() for host in facts.settings.get("ALLOWED_HOSTS") or []]
    if "*" in hosts or any(host in (".", "") for host in hosts):
        return f"every host name is answered ({', '.join(hosts)}): links in mails can be made to lead elsewhere"
    if all(host in ("localhost", "127.0.0.1", "[::1]") for host in hosts):
        return "only this machine's own name is answered"
    return ""


def _cookies(facts: Facts) -> str:
    wanted = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY")
    off = [name for name in wanted if not facts.settings.get(name)]
    return f"{', '.join(off)} off: a session can be read on the way" if off else ""


def _tls(facts: Facts) -> str:
    if not facts.settings.get("SECURE_PROXY_SSL_HEADER"):
        return "no proxy is trusted to say that it speaks TLS, so every request counts as plain"
    if not facts.settings.get("SECURE_SSL_REDIRECT"):
        return "plain requests are answered instead of being sent to TLS"
    return "" if facts.settings.get("SECURE_HSTS_SECONDS") else "browsers are not told to insist on TLS (HSTS)"


def _hashers(facts: Facts) -> str:
    first = str((facts.settings.get("PASSWORD_HASHERS") or [""])[0]).rpartition(".")[2]
    return "" if first in SLOW_HASHERS else f"passwords are kept by {first or 'nothing'}, which is fast to guess"


def _named(facts: Facts) -> str:
    if "DATABASE_URL" in facts.environ and not facts.own_server:
        return ""
    return "no DATABASE_URL: the server of its own lets every process of this account in, as owner too"


def _owner(facts: Facts) -> str:
    if facts.own_server:
        return ""  # told by the check before
    given = [name for name in ("DATABASE_OWNER_URL", "THROUGHLINE_OWNER_ROLE") if facts.environ.get(name)]
    return f"{', '.join(given)} is given to the process that serves: a break-in would own every table" if given else ""


def _role(facts: Facts) -> str:
    role = facts.role
    wrong = [
        word
        for is_so, word in (
            (role.is_superuser, "is a superuser"),
            (role.bypasses_security, "bypasses row security"),
            (role.may_create, "may make roles or databases"),
            (role.owns_tables > 0, f"owns {role.owns_tables} tables"),
            (role.joins_owner, "may become the owner of the tables"),
        )
        if is_so
    ]
    return f"the application's role {role.name} {', '.join(wrong)}: companies are not kept apart" if wrong else ""


def _security(facts: Facts) -> str:
    names = ", ".join(facts.unsecured_tables[:5])
    return f"row security is off for {names}: companies see each other" if names else ""


def _ledgers(facts: Facts) -> str:
    names = ", ".join(facts.changeable_ledgers[:5])
    return f"the application can change posted rows of {names}" if names else ""


def _durable(facts: Facts) -> str:
    off = [name for name in ("fsync", "synchronous_commit", "full_page_writes") if facts.server.get(name) == "off"]
    return f"{', '.join(off)} off: a crash loses what was promised" if off else ""


def _version(facts: Facts) -> str:
    return "" if facts.server_version >= 150000 else f"PostgreSQL {facts.server_version // 10000} is too old"


def _wire(facts: Facts) -> str:
    if facts.is_local or facts.encrypted:
        return ""
    return "the database is on another machine and is spoken to without TLS"


def _migrations(facts: Facts) -> str:
    missing = facts.missing_migrations
    return f"{len(missing)} migrations are not applied, first {missing[0]}" if missing else ""


def _backup(facts: Facts) -> str:
    hours = int(facts.environ.get("THROUGHLINE_BACKUP_HOURS") or 26)
    if facts.newest_backup is None:
        return "there is no backup"
    age = facts.newest_backup
    return f"the newest backup is {age.total_seconds() / 3600:.0f} hours old" if age > timedelta(hours=hours) else ""


def _demo(facts: Facts) -> str:
    people = facts.demo_people
    return (
        f"{len(people)} people of the demo are there ({', '.join(people[:4])} ...), whose password is known"
        if people
        else ""
    )


def _administrator(facts: Facts) -> str:
    without = ", ".join(facts.companies_without_administrator)
    return f"nobody can give roles in {without}" if without else ""


def _second_factor(facts: Facts) -> str:
    without = ", ".join(facts.single_factor_administrators[:5])
    return f"administrators come in with a password alone: {without}" if without else ""


def _provider(facts: Facts) -> str:
    issuer = str((facts.settings.get("OPENID") or {}).get("issuer") or "")
    return "" if not issuer or issuer.startswith("https://") else f"OpenID Connect at {issuer} is spoken to without TLS"


def _mail(facts: Facts) -> str:
    settings = facts.settings
    if not settings.get("MAIL_IS_SET_UP") or settings.get("EMAIL_USE_TLS") or settings.get("EMAIL_USE_SSL"):
        return ""
    return "mail, and with it links to set passwords, leaves without TLS"


def _space(facts: Facts) -> str:
    return "" if facts.free_megabytes >= LEAST_FREE else f"only {facts.free_megabytes} MB are free for the data folder"


def _checksums(facts: Facts) -> str:
    return "" if facts.server.get("data_checksums") == "on" else "the server would not notice a rotten disk page"


CHECKS: tuple[Check, ...] = (
    Check("production", _production, "Set THROUGHLINE_PRODUCTION=1 for `serve` and `worker`."),
    Check("secret_key", _key, "Set THROUGHLINE_SECRET_KEY to `openssl rand -base64 48`, kept outside of the database."),
    Check("debug", _debug, "Unset THROUGHLINE_DEBUG."),
    Check("hosts", _hosts, "Set THROUGHLINE_HOSTS to the names under which people open it, without any *."),
    Check("cookies", _cookies, "Set THROUGHLINE_PRODUCTION=1; cookies then travel over TLS only."),
    Check(
        "tls",
        _tls,
        "Put a proxy in front that ends TLS and sets X-Forwarded-Proto, and THROUGHLINE_PROXIES to its number.",
    ),
    Check("password_hashes", _hashers, "Leave PASSWORD_HASHERS as delivered: Argon2 first."),
    Check("database_named", _named, "Set DATABASE_URL to a PostgreSQL server whose roles have passwords of their own."),
    Check(
        "owner_address", _owner, "Give DATABASE_OWNER_URL to `migrate`, `verify` and `backup` only, never to `serve`."
    ),
    Check(
        "application_role",
        _role,
        "ALTER ROLE throughline_app NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE; REVOKE the owner's role; tables belong to throughline_owner.",
    ),
    Check("row_security", _security, "Run `throughline migrate`; nobody but a migration may change row security."),
    Check(
        "ledgers", _ledgers, "Run `throughline migrate`, then REVOKE UPDATE, DELETE ON the table FROM throughline_app."
    ),
    Check(
        "durability",
        _durable,
        "ALTER SYSTEM SET fsync = on, synchronous_commit = on, full_page_writes = on; then reload.",
    ),
    Check("server_version", _version, "Use PostgreSQL 15 or later."),
    Check("database_wire", _wire, "Add ?sslmode=verify-full to the address, and TLS to the server."),
    Check("migrations", _migrations, "Run `throughline migrate` with DATABASE_OWNER_URL."),
    Check(
        "backup",
        _backup,
        "Run `throughline backup` daily (deploy/ has a timer), or write a .json beside what another tool makes; THROUGHLINE_BACKUPS names the folder.",
    ),
    Check("demo_people", _demo, "Never use a database with the demo in earnest: begin with an empty one."),
    Check("administrator", _administrator, "Give somebody a role with the duty administration that has no end."),
    Check("openid_provider", _provider, "Use an issuer that begins with https://."),
    Check("mail_wire", _mail, "Use smtps:// or a server that offers STARTTLS."),
    Check("space", _space, "Free or add space; backups and files grow there."),
    Check(
        "second_factor",
        _second_factor,
        "Set a policy governance.sign_in with second_factor_duties administration.",
        warns=True,
    ),
    Check("data_checksums", _checksums, "Stop the server and run pg_checksums --enable.", warns=True),
)
