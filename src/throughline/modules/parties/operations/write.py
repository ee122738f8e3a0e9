"""What saving customers and saving suppliers share: checking and writing the parties, finding the terms."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, TypeVar

from throughline.kernel.errors import NotFound, RuleViolation
from throughline.modules.parties.domain.inputs import KINDS, check_choice, check_country, check_text
from throughline.platform.database.statements import execute, rows, select
from throughline.platform.operations import Ctx
from throughline.platform.operations.masters import Judged, Known


class Partner(Protocol):
    """What an input says of the party itself."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def vat_number(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def language(self) -> str: ...


P = TypeVar("P", bound=Partner)


def check_partner(given: Partner) -> None:
    """Refuse a party whose code, name, kind, VAT number, country or language cannot be."""
    check_text(given.code, "code", 30)
    check_text(given.name, "name", 200)
    check_choice(given.kind, "kind", KINDS)
    check_text(given.vat_number, "vat_number", 30, needed=False)
    check_country(given.country, needed=False)
    check_text(given.language, "language", 10)


def refuse_others(ctx: Ctx, judged: Judged[P], there: Mapping[str, Known]) -> None:
    """Refuse who is new to the company under the code of a party that is somebody else; one statement.

    All companies share the parties, so that what an organisation is to each of them adds up. Whoever took a known code
    for another organisation would rename it for everybody. It is the same one by its name, in any case of letters,
    and by the VAT number it has. `there` holds whom the company knows so already, by key: it may rename them.
    """
    new = {key: place for place in judged.passed if (key := judged.keys[place]) not in there}
    if not new:
        return
    given = [judged.passed[place] for place in new.values()]
    others = rows(
        """SELECT u.key, p.code, (SELECT p.name FROM parties_customer c WHERE c.company_id = k.id AND c.party_id = p.id
               UNION SELECT p.name FROM parties_supplier s WHERE s.company_id = k.id AND s.party_id = p.id)
           FROM (SELECT %s::bigint AS id) k, unnest(%s::text[], %s::text[], %s::text[]) AS u(key, name, vat_number)
           JOIN parties_party p ON upper(p.code) COLLATE "C" = u.key COLLATE "C"
           WHERE lower(p.name) <> lower(u.name)
              OR p.vat_number <> '' AND p.vat_number <> u.vat_number""",
        [ctx.company_id, list(new), [one.name for one in given], [one.vat_number for one in given]],
    )
    for key, code, name in others:
        judged.refuse(new[key], _somebody_else(code, name))


def _somebody_else(code: str, name: str | None) -> RuleViolation:
    """Say whose code it is, where the company knows them; a party of another company alone is not named."""
    whose = f"“{name}”" if name else "a partner of another company"
    told = (
        f"The code {code} is that of {whose}, with another name or VAT number. "
        "Choose another code; where it is the same organisation, give the name and VAT number it has."
    )
    return RuleViolation("party_known", told, field="code", party=code)


def parties(inputs: Sequence[Partner]) -> dict[str, int]:
    """Make the parties that are new, change those that differ, and give all ids by code; two statements."""
    if not inputs:
        return {}
    execute(
        """INSERT INTO parties_party AS p (code, name, kind, vat_number, country, language, version)
           SELECT u.*, 1 FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]) AS u
           ORDER BY 1
           ON CONFLICT (upper(code) COLLATE "C") DO UPDATE SET name = excluded.name, kind = excluded.kind,
               vat_number = excluded.vat_number, country = excluded.country, language = excluded.language,
               version = p.version + 1
           WHERE (p.name, p.kind, p.vat_number, p.country, p.language) IS DISTINCT FROM
               (excluded.name, excluded.kind, excluded.vat_number, excluded.country, excluded.language)""",
        [
            [given.code for given in inputs],
            [given.name for given in inputs],
            [given.kind for given in inputs],
            [given.vat_number for given in inputs],
            [given.country for given in inputs],
            [given.language for given in inputs],
        ],
    )
    return dict(
        rows(
            """SELECT u.code, p.id FROM unnest(%s::text[]) AS u(code)
               JOIN parties_party p ON upper(p.code) COLLATE "C" = upper(u.code) COLLATE "C" """,
            [[given.code for given in inputs]],
        )
    )


def terms(codes: set[str]) -> dict[str, int]:
    """Give the ids of payment terms by the codes asked for, in any case."""
    return dict(
        rows(
            """SELECT u.code, t.id FROM unnest(%s::text[]) AS u(code)
               JOIN parties_payment_terms t ON upper(t.code) COLLATE "C" = upper(u.code) COLLATE "C" """,
            [list(codes)],
        )
    )


def no_terms(code: str) -> NotFound:
    """Say that there are no such payment terms."""
    return NotFound(
        "payment_terms_unknown",
        f"There are no payment terms “{code}”; save them first or name others in payment terms.",
        payment_terms=code,
    )


def roles(ctx: Ctx, table: Literal["parties_customer", "parties_supplier"], codes: Sequence[str]) -> dict[str, Known]:
    """Give what codes are to the company, by code in capitals, with the party's id; who is none yet is left out."""
    if not codes:
        return {}
    found = select(
        Known,
        f"""SELECT DISTINCT upper(u.code), p.id, c.version FROM unnest(%s::text[]) AS u(code)
            JOIN parties_party p ON upper(p.code) COLLATE "C" = upper(u.code) COLLATE "C"
            JOIN {table} c ON c.party_id = p.id AND c.company_id = %s""",
        [list(codes), ctx.company_id],
    )
    return {one.code: one for one in found}
