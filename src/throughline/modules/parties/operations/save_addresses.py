"""Making and changing addresses of parties."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from psycopg.types.json import Jsonb

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.kernel.vocabulary import OneOf
from throughline.modules.parties.domain.inputs import ADDRESS_KINDS, check_choice, check_country, check_text
from throughline.platform.database.statements import execute, rows, select
from throughline.platform.operations import Ctx, Outcomes, masters, operation
from throughline.platform.operations.masters import Judged, Known

KIND = "parties.address"


@dataclass(frozen=True, slots=True)
class AddressInput:
    """An address as it should be, named by its party and a code; one of a kind is the party's default.

    `version` refuses a change of what was changed meanwhile; 0 says that there is none yet.
    """

    party_id: int
    code: str
    kind: Annotated[str, OneOf(ADDRESS_KINDS)]
    name: str
    lines: tuple[str, ...]
    country: str
    postcode: str = ""
    city: str = ""
    is_default: bool = False
    version: int | None = None


@operation("parties.save_addresses", permission="parties.address.change", duty=Duty.MASTER_DATA)
def save_addresses(ctx: Ctx, *, addresses: Sequence[AddressInput]) -> Outcomes:
    """Make the addresses that are new and change those that are known; an outcome names the address.

    A new default takes the place of the one before it.
    """
    judged = masters.judge(addresses, _check, lambda given: given.code, _key)
    _one_default(judged)
    masters.refuse_overtaken(judged, KIND, _there(judged.kept))
    wanted = list({given.party_id for given in judged.kept})
    known = {row[0] for row in rows("SELECT id FROM parties_party WHERE id = ANY(%s)", [wanted])}
    for place, given in list(judged.passed.items()):
        if given.party_id not in known:
            error = NotFound(
                "party_unknown", f"There is no party {given.party_id}; save it first.", party=given.party_id
            )
            judged.refuse(place, error)
    return masters.done(ctx, judged, KIND, _write(judged.kept))


def _key(given: AddressInput) -> str:
    return f"{given.party_id} {given.code}"


def _there(kept: Sequence[AddressInput]) -> dict[str, Known]:
    """Give the addresses that are named, by party and code in capitals."""
    if not kept:
        return {}
    found = select(
        Known,
        """SELECT DISTINCT ON (u.party_id, upper(u.code)) u.party_id || ' ' || upper(u.code), a.id, a.version
           FROM unnest(%s::bigint[], %s::text[]) AS u(party_id, code)
           JOIN parties_address a ON a.party_id = u.party_id AND upper(a.code) = upper(u.code)
           ORDER BY u.party_id, upper(u.code), a.code <> u.code""",
        [[given.party_id for given in kept], [given.code for given in kept]],
    )
    return {one.code: one for one in found}


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


def _one_default(judged: Judged[AddressInput]) -> None:
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
            judged.refuse(place, error)
        seen.add((given.party_id, given.kind))


def _write(kept: Sequence[AddressInput]) -> dict[str, Known]:
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
    saved = select(
        Known,
        """INSERT INTO parties_address AS a
               (party_id, code, kind, name, lines, postcode, city, country, is_default, version)
           SELECT u.*, 1 FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::jsonb[], %s::text[],
                  %s::text[], %s::text[], %s::bool[]) AS u ORDER BY 1, 2
           ON CONFLICT (party_id, code) DO UPDATE SET kind = excluded.kind, name = excluded.name,
               lines = excluded.lines, postcode = excluded.postcode, city = excluded.city,
               country = excluded.country, is_default = excluded.is_default,
               version = a.version + 1
           RETURNING party_id || ' ' || upper(code), id, version""",
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
    return {one.code: one for one in saved}
