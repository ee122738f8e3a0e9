"""What programs ask of the catalog: items by code, by beginning, by id, and the units they are counted in."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.modules.catalog.permissions import READ
from throughline.modules.catalog.queries import ItemFacts, PackagingFacts, find_items, items, packagings, resolve
from throughline.modules.catalog.queries.lists import CustomerItemRow, FamilyRow, customer_item_page, family_page
from throughline.modules.catalog.queries.substitutes import SubstituteFacts, substitutes_of
from throughline.platform.operations import Ctx
from throughline.platform.rest import Page, read
from throughline.platform.rest.reads import Limit


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a code names: an item, and the unit that the code stands for."""

    code: str
    item_id: int
    unit: str


@read("catalog.items", permission=READ)
def items_by_id(ctx: Ctx, *, ids: Sequence[int]) -> list[ItemFacts]:
    """Give items by id; unknown ids are left out."""
    return list(items(ids).values())


@read("catalog.find_items", permission=READ)
def items_found(ctx: Ctx, *, text: str, limit: Limit = 20) -> list[ItemFacts]:
    """Find items whose code or name begins with a text, in any case, or whose GTIN it is."""
    return find_items(text, limit)


@read("catalog.resolve_codes", permission=READ)
def resolved(ctx: Ctx, *, codes: Sequence[str], party_id: int | None = None) -> list[Resolved]:
    """Say which items codes name: a customer's own numbers first, then our codes, then GTINs; unknown ones missing."""
    return [Resolved(code, match.item_id, match.unit) for code, match in resolve(codes, party_id).items()]


@read("catalog.packagings", permission=READ)
def units_of(ctx: Ctx, *, item_ids: Sequence[int]) -> list[PackagingFacts]:
    """Give the units in which items are counted, with their factor in stock units."""
    return list(packagings(item_ids).values())


@read("catalog.substitutes", permission=READ)
def substitutes(ctx: Ctx, *, item_ids: Sequence[int]) -> list[SubstituteFacts]:
    """Give what may be delivered for items, the first choice first."""
    return [one for found in substitutes_of(item_ids).values() for one in found]


@read("catalog.families", permission=READ)
def families(ctx: Ctx, *, after: int | None = None, limit: Limit = 200) -> Page[FamilyRow]:
    """List the families of items, each with the code of its parent."""
    return Page.of(family_page(after=after, limit=limit + 1), limit, lambda row: row.id)


@read("catalog.customer_items", permission=READ)
def customer_items(
    ctx: Ctx, *, party_id: int, item_ids: Sequence[int] | None = None, after: int | None = None, limit: Limit = 200
) -> Page[CustomerItemRow]:
    """List the numbers that a customer uses for items, as orders may name them."""
    found = customer_item_page(party_id, item_ids=item_ids, after=after, limit=limit + 1)
    return Page.of(found, limit, lambda row: row.id)
