"""What companies ask of who signs in, and the terms that follow for one person from all companies together."""

from dataclasses import dataclass
from datetime import timedelta

from throughline.governance.policies import declare
from throughline.kernel.errors import NotAllowed
from throughline.kernel.plain import revive
from throughline.kernel.policy import Kind, Parameter, Rule, decide
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, system_clock
from throughline.platform.operations.scopes import GRANT
from throughline.platform.signin.proofs import ProofNeeded
from throughline.platform.signin.sessions import Terms

SHORTEST_PASSWORD = 8
LIMITS = {
    "session_hours": (1, 168),
    "idle_minutes": (5, 1440),
    "password_length": (SHORTEST_PASSWORD, 64),
    "lock_after": (3, 20),
    "lock_minutes": (1, 120),
    "address_failures": (10, 1000),
    "link_hours": (1, 168),
    "prove_minutes": (5, 1440),
}


@dataclass(frozen=True, slots=True)
class SignInPolicy:
    """What a company asks: of whom a second factor, how long a session and a password, when an account locks.

    `second_factor` is "optional" or "everyone"; otherwise those with one of the duties or roles (codes) need one.
    After `lock_after` wrong passwords an account is locked for `lock_minutes`, each time twice as long; an address
    after `address_failures` within an hour. What gives access or power asks for password or passkey again, if those lie
    back more than `prove_minutes`.
    """

    second_factor: str = "optional"
    second_factor_duties: tuple[str, ...] = ()
    second_factor_roles: tuple[str, ...] = ()
    session_hours: int = 12
    idle_minutes: int = 120
    password_length: int = 10
    lock_after: int = 8
    lock_minutes: int = 2
    address_failures: int = 100
    link_hours: int = 48
    prove_minutes: int = 30

    def __post_init__(self) -> None:
        """Refuse what would lock everybody out or nobody ever."""
        if self.second_factor not in ("optional", "everyone"):
            raise ValueError(f"second_factor is optional or everyone, not {self.second_factor}")
        for name, (least, most) in LIMITS.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} is between {least} and {most}, not {getattr(self, name)}")


SIGN_IN = declare(
    Kind(
        "governance.sign_in",
        "How people prove who they are, and for how long",
        SignInPolicy,
        SignInPolicy(),
        about={
            "second_factor": Parameter(
                "Who needs a second factor",
                choices={"optional": "those named below, others if they wish", "everyone": "everybody"},
            ),
            "second_factor_duties": Parameter("Duties that need a second factor"),
            "second_factor_roles": Parameter("Roles, by code, that need a second factor"),
            "session_hours": Parameter("How long one stays signed in", "hours", least=1, most=168),
            "idle_minutes": Parameter("How long without a click", "minutes", least=5, most=1440),
            "password_length": Parameter("Shortest password", "characters", least=SHORTEST_PASSWORD, most=64),
            "lock_after": Parameter("Wrong passwords until an account is locked", least=3, most=20),
            "lock_minutes": Parameter("For how long at first", "minutes", least=1, most=120),
            "address_failures": Parameter("Failures of an address within an hour", least=10, most=1000),
            "link_hours": Parameter("How long a sign-in link holds", "hours", least=1, most=168),
            "prove_minutes": Parameter(
                "How long after proving who one is one may add passkeys, make tokens or give administration",
                "minutes",
                least=5,
                most=1440,
            ),
        },
        asked_by=("Signing in, for every company of the person: the strictest answer counts",),
        facts=("company",),
    )
)


@dataclass(frozen=True, slots=True)
class Standard:
    """The terms for one person: the strictest of all companies in which the person holds a role."""

    needs_second_factor: bool
    terms: Terms
    password_length: int
    lock_after: int
    lock_minutes: int
    address_failures: int
    link_hours: int
    prove_minutes: int


def standard_for(user_id: int | None) -> Standard:
    """Give the terms for a person; for nobody known those of a company without rules."""
    asked = _policies(user_id) if user_id is not None else []
    every = [policy for _, policy in asked] or [SIGN_IN.default]
    return Standard(
        needs_second_factor=any(_needs(policy, company, user_id) for company, policy in asked),
        terms=Terms(min(one.session_hours for one in every), min(one.idle_minutes for one in every)),
        password_length=max(one.password_length for one in every),
        lock_after=min(one.lock_after for one in every),
        lock_minutes=max(one.lock_minutes for one in every),
        address_failures=min(one.address_failures for one in every),
        link_hours=min(one.link_hours for one in every),
        prove_minutes=min(one.prove_minutes for one in every),
    )


def demand_grant(ctx: Ctx) -> None:
    """Refuse a token to give access or power, unless it was made for that: by somebody who had just proved itself."""
    if ctx.scope is not None and not ctx.scope.grants:
        raise NotAllowed(
            "grant_scope_needed",
            f"This gives access or power; a token does so with the scope {GRANT} only. Make one at a browser.",
            scope=GRANT,
        )


def demand_proof(ctx: Ctx) -> None:
    """Refuse somebody at a browser who has not proved itself lately, and a token that was not made for this.

    Jobs have no browser left open.
    """
    demand_grant(ctx)
    if ctx.proved_at is None:
        return
    minutes = standard_for(ctx.actor_id).prove_minutes
    if ctx.proved_at < ctx.now - timedelta(minutes=minutes):
        raise ProofNeeded(
            "proof_needed",
            f"This gives access or power, and you proved who you are more than {minutes} minutes ago; prove it again.",
            prove="/account/prove/",
        )


def _policies(user_id: int) -> list[tuple[int, SignInPolicy]]:
    """Ask every company of a person. The one reading across companies; the database function gives these rules only."""
    found = rows(
        """SELECT company_id, rule_id, name, scope, parameters, valid_from, valid_to
           FROM governance_sign_in_rules(%s)""",
        [user_id],
    )
    rules: dict[int, list[Rule[SignInPolicy]]] = {}
    for company, number, name, scope, parameters, valid_from, valid_to in found:
        known = rules.setdefault(company, [])
        if number is not None:
            answer = revive(SignInPolicy, parameters)
            known.append(Rule(number, name, scope, answer, valid_from, valid_to))
    today = system_clock().date()
    return [(company, decide(SIGN_IN, known, {"company": company}, today).answer) for company, known in rules.items()]


def _needs(policy: SignInPolicy, company_id: int, user_id: int | None) -> bool:
    if policy.second_factor == "everyone":
        return True
    if not policy.second_factor_duties and not policy.second_factor_roles:
        return False
    found = rows(
        """SELECT EXISTS (SELECT FROM platform_role_assignment a JOIN platform_role r ON r.id = a.role_id
               WHERE a.user_id = %s AND a.company_id = %s AND (r.duties ?| %s OR r.code = ANY(%s)))""",
        [user_id, company_id, list(policy.second_factor_duties), list(policy.second_factor_roles)],
    )
    return bool(found[0][0])
