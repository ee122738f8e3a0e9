"""Who owns an exception as it opens: a person by queue, site and customer, where policy names one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from throughline.governance.colleagues import people_by_id, people_by_login
from throughline.governance.policies import declare, load
from throughline.kernel.policy import Kind, Parameter
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class OwnerOf:
    """Who owns what opens: the account owner of its customer where that is said, else the person with a sign-in name.

    Where neither is somebody who works here it is nobody's, until somebody takes it.
    """

    person: str = ""
    account_owner: bool = False


OWNER = declare(
    Kind(
        "governance.exception_owner",
        "Who owns an exception as it opens",
        OwnerOf,
        OwnerOf(),
        about={
            "person": Parameter("Sign-in name of who owns it and is told; empty leaves it to the queue"),
            "account_owner": Parameter("The account owner of the customer comes first, where there is one"),
        },
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


#: Gives the account owners of customers, by party; who has none is left out.
AccountOwners = Callable[[Ctx, Sequence[int]], Mapping[int, int]]
_account_owners: list[AccountOwners] = []


def declare_account_owners(answer: AccountOwners) -> None:
    """Let the owner of customers say who minds them."""
    _account_owners.append(answer)


def owners_of(ctx: Ctx, opening: Sequence[Opening]) -> list[tuple[int | None, str]]:
    """Give who owns each exception and the rule that says so: four statements at most, however many there are.

    Who does not work here now owns nothing.
    """
    policies = load(ctx, OWNER)
    if not policies.rules[OWNER.name]:
        return [(None, "")] * len(opening)
    asked = [policies.ask(OWNER, queue=one.queue, site=one.site_id, customer=one.party_id) for one in opening]
    named = people_by_login(ctx, [login for one in asked if (login := one.answer.person.strip())])
    minding = _minding(ctx, [e.party_id for e, one in zip(opening, asked, strict=True) if one.answer.account_owner])
    owners: list[tuple[int | None, str]] = []
    for one, decided in zip(opening, asked, strict=True):
        person = named.get(decided.answer.person.strip().lower())
        owner = person.id if person else None
        if decided.answer.account_owner and one.party_id is not None:
            owner = minding.get(one.party_id, owner)
        owners.append((owner, decided.rule_name) if owner else (None, ""))
    return owners


def _minding(ctx: Ctx, parties: Sequence[int | None]) -> dict[int, int]:
    """Give the account owners of customers, those who work here now."""
    wanted = sorted({party for party in parties if party is not None})
    owners = {party: owner for answer in _account_owners if wanted for party, owner in answer(ctx, wanted).items()}
    here = people_by_id(ctx, sorted(set(owners.values())))
    return {party: owner for party, owner in owners.items() if owner in here}
