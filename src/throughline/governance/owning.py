"""Who owns an exception as it opens: a person by queue, site and customer, where policy names one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from throughline.governance.policies import declare, load
from throughline.kernel.policy import Kind, Parameter
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class OwnerOf:
    """The sign-in name of the person who owns what opens; nobody where it is empty, until somebody takes it."""

    person: str = ""


OWNER = declare(
    Kind(
        "governance.exception_owner",
        "Who owns an exception as it opens",
        OwnerOf,
        OwnerOf(),
        about={"person": Parameter("Sign-in name of who owns it and is told; empty leaves it to the queue")},
        asked_by=("Every exception as it opens",),
        facts=("customer", "site", "queue"),
    )
)


class Opening(Protocol):
    """What is known of an exception that opens."""

    @property
    def queue(self) -> str:
        """Whose work it is."""

    @property
    def site_id(self) -> int | None:
        """Where it happened."""

    @property
    def party_id(self) -> int | None:
        """For which customer."""


def owners_of(ctx: Ctx, opening: Sequence[Opening]) -> list[tuple[int | None, str]]:
    """Give who owns each exception and the rule that says so; one statement, a second where any rule stands.

    A name that belongs to nobody who works here now names nobody.
    """
    policies = load(ctx, OWNER)
    if not policies.rules[OWNER.name]:
        return [(None, "")] * len(opening)
    asked = [policies.ask(OWNER, queue=one.queue, site=one.site_id, customer=one.party_id) for one in opening]
    found = rows(
        """SELECT DISTINCT lower(u.username), u.id FROM platform_user u
           JOIN platform_role_assignment a ON a.user_id = u.id AND a.company_id = %s
           WHERE lower(u.username) = ANY(%s) AND u.is_active AND (a.valid_to IS NULL OR a.valid_to >= %s)""",
        [ctx.company_id, sorted({one.answer.person.strip().lower() for one in asked}), ctx.today],
    )
    known = dict(found)
    return [
        (number, one.rule_name) if (number := known.get(one.answer.person.strip().lower())) else (None, "")
        for one in asked
    ]
