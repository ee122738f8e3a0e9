"""What stands on the papers of the floor: labels of handling units, pick lists of releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """A handling unit as its label names it."""

    unit_id: int
    sscc: str
    kind: str
    site: str
    party: str | None
    address: str | None
    lines: list[str]
    postcode: str
    city: str
    country: str
    packed_at: datetime


def label_facts(ctx: Ctx, unit_ids: Sequence[int]) -> list[LabelFacts]:
    """Give what labels of handling units name, in the order of their SSCC."""
    return select(
        LabelFacts,
        """SELECT h.id, h.sscc, h.kind, s.name, p.name, a.name,
                  ARRAY(SELECT jsonb_array_elements_text(coalesce(a.lines, '[]'::jsonb))), coalesce(a.postcode, ''),
                  coalesce(a.city, ''), coalesce(a.country, ''), h.packed_at
           FROM warehouse_handling_unit h JOIN governance_site s ON s.id = h.site_id
           LEFT JOIN parties_party p ON p.id = h.party_id LEFT JOIN parties_address a ON a.id = h.ship_to_id
           WHERE h.company_id = %s AND h.id = ANY(%s) ORDER BY h.sscc""",
        [ctx.company_id, list(unit_ids)],
    )


@dataclass(frozen=True, slots=True)
class ContentRow:
    """A quantity of an item in a handling unit, and the document it serves."""

    unit_id: int
    sscc: str
    root_kind: str | None
    root_id: int | None
    item_code: str
    item_name: str
    gtin: str
    quantity: Decimal
    unit: str


def contents_of(ctx: Ctx, unit_ids: Sequence[int]) -> list[ContentRow]:
    """List what handling units hold, by unit and line."""
    return select(
        ContentRow,
        """SELECT h.id, h.sscc, t.root_kind, t.root_id, i.code, i.name, i.gtin, l.quantity, i.stock_unit
           FROM warehouse_handling_unit_line l JOIN warehouse_handling_unit h ON h.id = l.handling_unit_id
           JOIN catalog_item i ON i.id = l.item_id LEFT JOIN governance_thread t ON t.id = l.thread_id
           WHERE l.company_id = %s AND l.handling_unit_id = ANY(%s) ORDER BY h.sscc, l.id""",
        [ctx.company_id, list(unit_ids)],
    )


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release of demands to the floor, with how far its picks are."""

    id: int
    site_id: int
    site: str
    at: datetime
    who: str | None
    tasks: int
    ready: int
    short: int
    orders: int
    due_on: date | None
    name: str
    cut_off: datetime | None


def release_rows(
    ctx: Ctx,
    *,
    before: int | None = None,
    ids: Sequence[int] | None = None,
    site_id: int | None = None,
    is_open: bool = False,
    waves: bool = False,
    words: str = "",
    size: int = 50,
) -> list[ReleaseRow]:
    """List releases, the newest first; `before` is the last id of the page before.

    Those that are not picked yet are found by the picks that wait, not by walking through all that are done.
    """
    return select(
        ReleaseRow,
        """SELECT r.id, r.site_id, s.name, r.at, u.name, t.tasks, t.ready, t.short, t.orders, t.due_on,
                  r.name, r.cut_off
           FROM warehouse_release r JOIN governance_site s ON s.id = r.site_id
           LEFT JOIN platform_user u ON u.id = r.released_by
           LEFT JOIN LATERAL (SELECT count(*) AS tasks, count(*) FILTER (WHERE state = 'ready') AS ready,
                                     count(*) FILTER (WHERE state = 'short') AS short,
                                     count(DISTINCT thread_id) AS orders,
                                     min(due_on) FILTER (WHERE state = 'ready') AS due_on
                              FROM warehouse_task k WHERE k.release_id = r.id AND k.kind = 'pick') t ON true
           WHERE r.company_id = %(company)s AND (%(before)s::bigint IS NULL OR r.id < %(before)s)
             AND (%(ids)s::bigint[] IS NULL OR r.id = ANY(%(ids)s))
             AND (%(site)s::bigint IS NULL OR r.site_id = %(site)s)
             AND (NOT %(open)s OR r.id = ANY(ARRAY(
                  SELECT DISTINCT release_id FROM warehouse_task
                  WHERE company_id = %(company)s AND state = 'ready' AND kind = 'pick')))
             AND (NOT %(waves)s OR r.name <> '')
             AND (%(words)s = '' OR r.name <> '' AND lower(r.name) LIKE lower(%(words)s) || '%%')
           ORDER BY r.id DESC LIMIT %(size)s""",
        {"company": ctx.company_id, "before": before, "ids": None if ids is None else list(ids), "site": site_id,
         "open": is_open, "waves": waves, "words": words, "size": size},
    )  # fmt: skip


def why_released(ctx: Ctx, release_id: int) -> tuple[str | None, datetime, datetime | None, dict[str, Any]] | None:
    """Give who released what and when, by which cut-off, and the policy where one did."""
    found = rows(
        """SELECT u.name, r.at, r.cut_off, r.why FROM warehouse_release r
           LEFT JOIN platform_user u ON u.id = r.released_by WHERE r.company_id = %s AND r.id = %s""",
        [ctx.company_id, release_id],
    )
    return found[0] if found else None
