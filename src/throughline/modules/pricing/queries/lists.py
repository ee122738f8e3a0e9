"""Prices as lists, records and programs ask for them: price lists, their prices, contracts; pages by id."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

#: Sorts after every text that begins with what stands before it.
LAST = "\U0010ffff"
#: A rule counts on a day when neither of its two days forbids it.
_ON_DAY = "({0}.valid_from IS NULL OR {0}.valid_from <= %s) AND ({0}.valid_to IS NULL OR {0}.valid_to >= %s)"


@dataclass(frozen=True, slots=True)
class PriceListRow:
    """A price list with the number of its prices, counted to a thousand; no customer group means everybody."""

    id: int
    code: str
    name: str
    currency: str
    customer_group: str
    valid_from: date | None
    valid_to: date | None
    prices: int
    version: int


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price of a list: per `unit`, from `min_quantity` of that unit on (0 is the base price)."""

    id: int
    price_list_id: int
    price_list: str
    currency: str
    item_id: int
    item_code: str
    item_name: str
    unit: str
    min_quantity: Decimal
    unit_price: Decimal
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract with a customer; `version` is what a change of it names."""

    id: int
    code: str
    name: str
    party_id: int
    party: str
    currency: str
    valid_from: date | None
    valid_to: date | None
    version: int


@dataclass(frozen=True, slots=True)
class ContractPriceRow:
    """A price of a contract: per `unit`, from `min_quantity` of that unit on."""

    id: int
    contract_id: int
    item_id: int
    item_code: str
    item_name: str
    unit: str
    min_quantity: Decimal
    unit_price: Decimal


class _Asked:
    """Conditions with their values, of what was asked only."""

    def __init__(self, company: int, alias: str) -> None:
        self.conditions = [f"{alias}.company_id = %s"]
        self.values: list[Any] = [company]

    def add(self, condition: str, *values: Any, when: bool) -> None:
        """Ask for a condition too, where it was asked."""
        if when:
            self.conditions.append(condition)
            self.values += values

    def on(self, alias: str, day: date | None) -> None:
        """Keep what counts on a day."""
        self.add(_ON_DAY.format(alias), day, day, when=day is not None)

    def begins(self, columns: Sequence[str], words: str) -> None:
        """Keep what begins with a text in one of some columns, in any case."""
        one = '(upper({0}) COLLATE "C" >= upper(%s) AND upper({0}) COLLATE "C" < upper(%s) || %s)'
        self.add(
            f"({' OR '.join(one.format(column) for column in columns)})",
            *[words, words, LAST] * len(columns),
            when=bool(words),
        )

    @property
    def where(self) -> str:
        """Give the conditions as one."""
        return " AND ".join(self.conditions)


def price_list_rows(
    ctx: Ctx,
    *,
    ids: Sequence[int] | None = None,
    code: str = "",
    group: str = "",
    on: date | None = None,
    words: str = "",
    after: int | None = None,
    size: int = 50,
) -> list[PriceListRow]:
    """List price lists, the oldest first; `after` is the id of the last row of the page before."""
    asked = _Asked(ctx.company_id, "l")
    asked.add("l.id = ANY(%s)", list(ids or ()), when=ids is not None)
    asked.add("l.code = %s", code, when=bool(code))
    asked.add("l.customer_group = %s", group, when=bool(group))
    asked.add("l.id > %s", after, when=after is not None)
    asked.on("l", on)
    asked.begins(["l.code", "l.name"], words)
    return select(
        PriceListRow,
        f"""SELECT l.id, l.code, l.name, l.currency, l.customer_group, l.valid_from, l.valid_to,
                   (SELECT count(*) FROM (SELECT FROM pricing_price p
                    WHERE p.company_id = l.company_id AND p.price_list_id = l.id LIMIT 1000) AS counted), l.version
            FROM pricing_price_list l WHERE {asked.where} ORDER BY l.id LIMIT %s""",
        [*asked.values, size],
    )


def price_rows(
    ctx: Ctx,
    *,
    price_list_id: int | None = None,
    item_ids: Sequence[int] | None = None,
    on: date | None = None,
    words: str = "",
    after: int | None = None,
    size: int = 50,
) -> list[PriceRow]:
    """List prices of lists, the oldest first: of a list, of items, that count on a day, of items by their beginning."""
    asked = _Asked(ctx.company_id, "p")
    asked.add("p.price_list_id = %s", price_list_id, when=price_list_id is not None)
    asked.add("p.item_id = ANY(%s)", list(item_ids or ()), when=item_ids is not None)
    asked.add("p.id > %s", after, when=after is not None)
    asked.on("p", on)
    asked.on("l", on)
    asked.begins(["i.code", "i.name"], words)
    return select(
        PriceRow,
        f"""SELECT p.id, p.price_list_id, l.name, l.currency, p.item_id, i.code, i.name, p.unit, p.min_quantity,
                   p.unit_price, p.valid_from, p.valid_to
            FROM pricing_price p JOIN pricing_price_list l ON l.id = p.price_list_id AND l.company_id = p.company_id
            JOIN catalog_item i ON i.id = p.item_id WHERE {asked.where} ORDER BY p.id LIMIT %s""",
        [*asked.values, size],
    )


def contract_rows(
    ctx: Ctx,
    *,
    ids: Sequence[int] | None = None,
    party_id: int | None = None,
    on: date | None = None,
    words: str = "",
    after: int | None = None,
    size: int = 50,
) -> list[ContractRow]:
    """List contracts, the oldest first: of a customer, that count on a day, whose code or name begins so."""
    asked = _Asked(ctx.company_id, "c")
    asked.add("c.id = ANY(%s)", list(ids or ()), when=ids is not None)
    asked.add("c.party_id = %s", party_id, when=party_id is not None)
    asked.add("c.id > %s", after, when=after is not None)
    asked.on("c", on)
    asked.begins(["c.code", "c.name"], words)
    return select(
        ContractRow,
        f"""SELECT c.id, c.code, c.name, c.party_id, p.name, c.currency, c.valid_from, c.valid_to, c.version
            FROM pricing_contract c JOIN parties_party p ON p.id = c.party_id
            WHERE {asked.where} ORDER BY c.id LIMIT %s""",
        [*asked.values, size],
    )


def contract_price_rows(
    ctx: Ctx, contract_ids: Sequence[int], *, after: int | None = None, size: int = 500
) -> list[ContractPriceRow]:
    """List the prices of contracts, the oldest first."""
    return select(
        ContractPriceRow,
        """SELECT p.id, p.contract_id, p.item_id, i.code, i.name, p.unit, p.min_quantity, p.unit_price
           FROM pricing_contract_price p JOIN catalog_item i ON i.id = p.item_id
           WHERE p.company_id = %s AND p.contract_id = ANY(%s) AND p.id > %s ORDER BY p.id LIMIT %s""",
        [ctx.company_id, list(contract_ids), after or 0, size],
    )


def list_codes(ids: Iterable[int]) -> dict[int, str]:
    """Give the codes of price lists."""
    return dict(rows("SELECT id, code FROM pricing_price_list WHERE id = ANY(%s)", [list(ids)]))


def contract_codes(ids: Iterable[int]) -> dict[int, str]:
    """Give the codes of contracts."""
    return dict(rows("SELECT id, code FROM pricing_contract WHERE id = ANY(%s)", [list(ids)]))
