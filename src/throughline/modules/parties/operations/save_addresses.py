"""Making and changing addresses of parties."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from psycopg.types.json import Jsonb

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.kernel.letters import capitals
from throughline.kernel.vocabulary import OneOf
from throughline.modules.parties.domain.inputs import ADDRESS_KINDS, check_choice, check_country, check_text
from throughline.modules.parties.operations import write
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, Outcomes, operation


@dataclass(frozen=True, slots=True)
class AddressInput:
    """An address as it should be, named by its party and a code; one of a kind is the party's default."""

    party_id: int
    code: str
    kind: Annotated[str, OneOf(ADDRESS_KINDS)]
    name: str
    lines: tuple[str, ...]
    country: str
    postcode: str = ""
    city: str = ""
    is_default: bool = False


@operation("parties.save_addresses", permission="parties.address.change", duty=Duty.MASTER_DATA)
def save_addresses(ctx: Ctx, *, addresses: Sequence[AddressInput]) -> Outcomes:
    """Make the addresses that are new and change those that are known; an outcome names the address.

    A new default takes the place of the one before it.
    """
    judged = write.judge(addresses, _check, lambda given: f"{given.party_id} {given.code}")
    _one_default(judged)
    wanted = list({given.party_id for given in judged.passed.values()})
    known = {row[0] for row in rows("SELECT id FROM parties_party WHERE id = ANY(%s)", [wanted])}
    for place, given in list(judged.passed.items()):
        if given.party_id not in known:
            error = NotFound(
                "party_unknown", f"There is no party {given.party_id}; save it first.", party=given.party_id
            )
            judged.refuse(place, given.code, error)
    ids = _write(list(judged.passed.values()))
    ctx.running().touched("parties.address", *ids.values())
    return judged.outcomes(
        [given.code for given in addresses],
        {place: ids[given.party_id, capitals(given.code)] for place, given in judged.passed.items()},
    )


def _check(given: AddressInput) -> None:
    check_text(given.code, "code", 30)
    check_choice(given.kind, "kind", ADDRESS_KINDS)
    check_text(given.name, "name", 200)
    if len(given.lines) > 6:
        raise InvalidInput("too_many_lines", f"{len(given.lines)} lines are too many; use at most 6.", field="lines")
    for line in given.lines:
        check_text(line, "lines", 200, needed=False)
    check_text(given.postcode, "postcode", 20, needed=False)
    check_text(given.city, "city", 100, needed=False)
    check_country(given.country)


def _one_default(judged: write.Judged[AddressInput]) -> None:
    seen: set[tuple[int, str]] = set()
    for place, given in list(judged.passed.items()):
        if not given.is_default:
            continue
        if (given.party_id, given.kind) in seen:
            error = InvalidInput(
                "two_defaults",
                f"Party {given.party_id} gets two default {given.kind} addresses in this set; keep is default on one.",
                field="is_default",
            )
            judged.refuse(place, given.code, error)
        seen.add((given.party_id, given.kind))


def _write(kept: Sequence[AddressInput]) -> dict[tuple[int, str], int]:
    if not kept:
        return {}
    defaults = [given for given in kept if given.is_default]
    if defaults:
        execute(
            """UPDATE parties_address a SET is_default = false
               FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS u(party_id, kind, code)
               WHERE a.party_id = u.party_id AND a.kind = u.kind AND a.is_default AND a.code <> u.code""",
            [
                [given.party_id for given in defaults],
                [given.kind for given in defaults],
                [given.code for given in defaults],
            ],
        )
    saved = rows(
        """INSERT INTO parties_address (party_id, code, kind, name, lines, postcode, city, country, is_default)
           SELECT u.* FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::jsonb[], %s::text[],
                  %s::text[], %s::text[], %s::bool[]) AS u ORDER BY 1, 2
           ON CONFLICT (party_id, code) DO UPDATE SET kind = excluded.kind, name = excluded.name,
               lines = excluded.lines, postcode = excluded.postcode, city = excluded.city,
               country = excluded.country, is_default = excluded.is_default
           RETURNING party_id, upper(code), id""",
        [
            [given.party_id for given in kept],
            [given.code for given in kept],
            [given.kind for given in kept],
            [given.name for given in kept],
            [Jsonb(list(given.lines)) for given in kept],
            [given.postcode for given in kept],
            [given.city for given in kept],
            [given.country for given in kept],
            [given.is_default for given in kept],
        ],
    )
    return {(party, code): number for party, code, number in saved}
