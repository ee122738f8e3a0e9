"""Reading for the screens of logistics: what waits to leave, shipments, what happened to them; keyset pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote

from throughline.modules.parties.public import parties_named
from throughline.platform.database.found import Way, found_ids
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class ReadyLoad:
    """The handling units of a site that can leave together: one party, one address, one carrier."""

    id: int
    party: str | None
    address: str | None
    city: str | None
    country: str | None
    units: list[int]
    threads: list[int]
    lines: int
    due_on: date | None
    packed_at: datetime
    carrier: str


_LOADS = """SELECT min(h.id), p.name, a.name, a.city, a.country, array_agg(DISTINCT h.id),
        coalesce(array_agg(DISTINCT d.thread_id) FILTER (WHERE d.thread_id IS NOT NULL), '{{}}'), count(l.id),
        min(coalesce(d.ship_on, d.due_on)), min(h.packed_at), coalesce(c.carrier, '')
    FROM warehouse_handling_unit h JOIN warehouse_handling_unit_line l ON l.handling_unit_id = h.id
    JOIN inventory_demand d ON d.id = l.demand_id
    LEFT JOIN parties_carrier_service c ON c.id = {carrier}
    LEFT JOIN parties_party p ON p.id = h.party_id LEFT JOIN parties_address a ON a.id = h.ship_to_id
    WHERE h.company_id = %s AND h.shipment_id IS NULL AND h.unpacked_at IS NULL AND {condition}
    GROUP BY h.site_id, h.party_id, h.ship_to_id, p.name, a.name, a.city, a.country, coalesce(c.carrier, '')
    ORDER BY min(coalesce(d.ship_on, d.due_on)), min(h.id) LIMIT 500"""
#: What takes a unit: one whose orders go by several services stands under the first of them.
_CARRIER = """(SELECT min(e.carrier_service_id) FROM warehouse_handling_unit_line k
    JOIN inventory_demand e ON e.id = k.demand_id WHERE k.handling_unit_id = {}.id)"""


def _loads(condition: str) -> str:
    return _LOADS.format(carrier=_CARRIER.format("h"), condition=condition)


def ready_loads(ctx: Ctx, site_id: int) -> list[ReadyLoad]:
    """List what is packed at a site and has not left, by address and carrier, the earliest to ship first."""
    return select(ReadyLoad, _loads("h.site_id = %s"), [ctx.company_id, site_id])


def loads_of(ctx: Ctx, unit_ids: Sequence[int]) -> list[ReadyLoad]:
    """List the loads that units belong to, whole."""
    condition = f"""(h.site_id, coalesce(h.party_id, 0), coalesce(h.ship_to_id, 0), coalesce(c.carrier, '')) IN (
        SELECT u.site_id, coalesce(u.party_id, 0), coalesce(u.ship_to_id, 0), coalesce(s.carrier, '')
        FROM warehouse_handling_unit u LEFT JOIN parties_carrier_service s ON s.id = {_CARRIER.format("u")}
        WHERE u.id = ANY(%s))"""
    return select(ReadyLoad, _loads(condition), [ctx.company_id, list(unit_ids)])


@dataclass(frozen=True, slots=True)
class LoadUnit:
    """A handling unit that waits to leave, or has left."""

    id: int
    sscc: str
    kind: str
    site_id: int
    shipment_id: int | None
    is_unpacked: bool


_UNITS = """SELECT id, sscc, kind, site_id, shipment_id, unpacked_at IS NOT NULL FROM warehouse_handling_unit
    WHERE company_id = %s AND {} ORDER BY id"""


def units_of_codes(ctx: Ctx, codes: Sequence[str]) -> dict[str, LoadUnit]:
    """Give handling units by their SSCC."""
    found = select(LoadUnit, _UNITS.format("sscc = ANY(%s)"), [ctx.company_id, list(codes)])
    return {unit.sscc: unit for unit in found}


def units_by_id(ctx: Ctx, ids: Sequence[int]) -> list[LoadUnit]:
    """Give handling units by id, the oldest first."""
    return select(LoadUnit, _UNITS.format("id = ANY(%s)"), [ctx.company_id, list(ids)])


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """A shipment in a list or at the head of its page."""

    id: int
    number: str
    state: str
    version: int
    party_id: int
    party: str | None
    ship_to_id: int | None
    address: str | None
    city: str | None
    site: str
    thread_id: int | None
    carrier: str
    tracking: str
    dispatched_at: datetime
    dispatched_on: date
    delivered_at: datetime | None
    lines: int
    refused: Decimal
    back: Decimal
    lost: Decimal
    service: str
    tracking_page: str

    @property
    def tracked_at(self) -> str:
        """Give the carrier's page about it; empty where the carrier has none, or the shipment no number."""
        return self.tracking_page.replace("{tracking}", quote(self.tracking, safe="")) if self.tracking else ""

    @property
    def still_out(self) -> bool:
        """Say whether something refused is neither on its way again nor back nor lost."""
        return self.refused > self.back + self.lost


def shipment_rows(
    ctx: Ctx,
    *,
    before: int | None = None,
    beyond: tuple[date, int] | None = None,
    by_day: bool = False,
    ids: Sequence[int] | None = None,
    states: Sequence[str] | None = None,
    carrier: str | None = None,
    since: date | None = None,
    until: date | None = None,
    party_id: int | None = None,
    words: str = "",
    size: int = 50,
) -> list[ShipmentRow]:
    """List shipments, the newest first; `before` is the last id of the page before.

    Those up to a day are reached at once `by_day`; `beyond` is then day and id of the last one of the page before.
    """
    if words and ids is None:
        ways, named = [Way("number"), Way("tracking", whole=True)], ("party_id", parties_named(words))
        ids = found_ids("logistics_shipment", ctx.company_id, words, ways, under=named)
        words = "" if ids is not None else words
    return select(
        ShipmentRow,
        f"""SELECT s.id, s.number, s.state, s.version, s.party_id, p.name, s.ship_to_id, a.name, a.city, w.name,
                  s.thread_id, s.carrier, s.tracking, s.dispatched_at, s.dispatched_on, s.delivered_at, l.lines,
                  l.refused, l.back, l.lost, coalesce(c.name, ''), coalesce(c.tracking_url, '')
           FROM logistics_shipment s JOIN governance_site w ON w.id = s.site_id
           LEFT JOIN parties_party p ON p.id = s.party_id LEFT JOIN parties_address a ON a.id = s.ship_to_id
           LEFT JOIN parties_carrier_service c ON c.company_id = s.company_id AND s.carrier_service <> ''
             AND upper(c.code) COLLATE "C" = upper(s.carrier_service) COLLATE "C"
           LEFT JOIN LATERAL (SELECT count(*) AS lines, coalesce(sum(quantity_refused), 0) AS refused,
                                     coalesce(sum(quantity_back), 0) AS back,
                                     coalesce(sum(quantity_lost), 0) AS lost
                              FROM logistics_shipment_line WHERE shipment_id = s.id) l ON true
           WHERE s.company_id = %(company)s AND (%(before)s::bigint IS NULL OR s.id < %(before)s)
             AND (%(day)s::date IS NULL OR (s.dispatched_on, s.id) < (%(day)s::date, %(last)s::bigint))
             AND (%(ids)s::bigint[] IS NULL OR s.id = ANY(%(ids)s))
             AND (%(states)s::text[] IS NULL OR s.state = ANY(%(states)s))
             AND (%(carrier)s::text IS NULL OR s.carrier = %(carrier)s)
             AND (%(since)s::date IS NULL OR s.dispatched_on >= %(since)s)
             AND (%(until)s::date IS NULL OR s.dispatched_on <= %(until)s)
             AND (%(party)s::bigint IS NULL OR s.party_id = %(party)s)
             AND (%(words)s = '' OR upper(s.number) LIKE upper(%(words)s) || '%%' OR s.tracking = %(words)s
                  OR lower(p.name) LIKE lower(%(words)s) || '%%')
           ORDER BY {"s.dispatched_on DESC, " if by_day else ""}s.id DESC LIMIT %(size)s""",
        {"company": ctx.company_id, "before": before, "day": beyond[0] if beyond else None,
         "last": beyond[1] if beyond else None, "ids": None if ids is None else list(ids),
         "states": None if states is None else list(states), "carrier": carrier, "since": since, "until": until,
         "party": party_id, "words": words, "size": size},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a shipment, in stock units."""

    id: int
    item_code: str
    item_name: str
    unit: str
    root_kind: str | None
    root_id: int | None
    quantity: Decimal
    accepted: Decimal
    refused: Decimal
    back: Decimal
    lost: Decimal
    reason: str
    issue_id: int | None

    @property
    def out(self) -> Decimal:
        """What is neither accepted nor back nor lost."""
        return self.quantity - self.accepted - self.back - self.lost

    @property
    def still_out(self) -> Decimal:
        """What was refused and is neither back nor lost nor on its way again."""
        return self.refused - self.back - self.lost


def line_rows(ctx: Ctx, shipment_id: int) -> list[LineRow]:
    """List the lines of a shipment with the words a person needs."""
    return select(
        LineRow,
        """SELECT l.id, i.code, i.name, i.stock_unit, t.root_kind, t.root_id, l.quantity, l.quantity_accepted,
                  l.quantity_refused, l.quantity_back, l.quantity_lost, l.refused_reason, l.issue_id
           FROM logistics_shipment_line l JOIN catalog_item i ON i.id = l.item_id
           LEFT JOIN governance_thread t ON t.id = l.thread_id
           WHERE l.company_id = %s AND l.shipment_id = %s ORDER BY l.id""",
        [ctx.company_id, shipment_id],
    )


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """Something that happened to a shipment."""

    kind: str
    at: datetime
    note: str
    who: str | None


def milestones(ctx: Ctx, shipment_id: int) -> list[MilestoneRow]:
    """List what happened to a shipment, the newest first."""
    return select(
        MilestoneRow,
        """SELECT m.kind, m.at, m.note, u.name FROM logistics_milestone m
           LEFT JOIN platform_operation o ON o.id = m.operation_id LEFT JOIN platform_user u ON u.id = o.actor_id
           WHERE m.company_id = %s AND m.shipment_id = %s ORDER BY m.id DESC""",
        [ctx.company_id, shipment_id],
    )


@dataclass(frozen=True, slots=True)
class ProofRow:
    """Who took a shipment, when, with which remarks."""

    at: datetime
    signer: str
    note: str


def proofs(ctx: Ctx, shipment_id: int) -> list[ProofRow]:
    """List the proofs of a shipment, the newest first."""
    return select(
        ProofRow,
        "SELECT at, signer, note FROM logistics_proof WHERE company_id = %s AND shipment_id = %s ORDER BY id DESC",
        [ctx.company_id, shipment_id],
    )


def units_of(ctx: Ctx, shipment_id: int) -> list[tuple[int, str]]:
    """List the handling units of a shipment: id and SSCC."""
    found = rows(
        "SELECT id, sscc FROM warehouse_handling_unit WHERE company_id = %s AND shipment_id = %s ORDER BY id",
        [ctx.company_id, shipment_id],
    )
    return [(number, code) for number, code in found]


def carriers(ctx: Ctx) -> list[str]:
    """List the carriers of the last thousand shipments."""
    found = rows(
        """SELECT DISTINCT carrier FROM (SELECT carrier FROM logistics_shipment WHERE company_id = %s
           ORDER BY id DESC LIMIT 1000) s WHERE carrier <> '' ORDER BY carrier""",
        [ctx.company_id],
    )
    return [carrier for (carrier,) in found]


def numbers(ids: Sequence[int]) -> dict[int, str]:
    """Give the numbers of shipments by id."""
    return dict(rows("SELECT id, number FROM logistics_shipment WHERE id = ANY(%s)", [list(ids)]))


def numbers_by_line(line_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Give shipment and number by shipment line."""
    found = rows(
        """SELECT l.id, s.id, s.number FROM logistics_shipment_line l JOIN logistics_shipment s ON s.id = l.shipment_id
           WHERE l.id = ANY(%s)""",
        [list(line_ids)],
    )
    return {line: (shipment, number) for line, shipment, number in found}


def thread_roots(ctx: Ctx, thread_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Give kind and id of the documents that threads began with."""
    found = rows(
        "SELECT id, root_kind, root_id FROM governance_thread WHERE company_id = %s AND id = ANY(%s)",
        [ctx.company_id, list(thread_ids)],
    )
    return {thread: (kind, number) for thread, kind, number in found}
