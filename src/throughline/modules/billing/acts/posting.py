"""Posting: drafts become documents with a ledger entry, an open item, and last a number in a chain of hashes."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from psycopg.types.json import Jsonb

from throughline.kernel.money import ZERO, share
from throughline.kernel.plain import plain
from throughline.kernel.refs import DocumentRef
from throughline.modules.billing.acts.invoicing import Draft, DraftLine
from throughline.modules.billing.events import InvoicesPosted
from throughline.modules.billing.locks import LockedEvent
from throughline.modules.billing.models import BillableEvent, BillableLine, Invoice, InvoiceLine, InvoiceTax
from throughline.modules.inventory.public import Part, recognise_cost
from throughline.modules.ledger.public import NewEntry, NewLine, post
from throughline.modules.parties.public import CustomerFacts
from throughline.modules.settlement.public import NewOpenItem, change_committed, lock_credit, open_documents
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.numbering import seal, take
from throughline.platform.operations import Ctx, Outcome

SERIES = {"invoice": ("billing.invoice", "INV-"), "credit_note": ("billing.credit_note", "CN-")}


def post_invoices(ctx: Ctx, drafts: Sequence[Draft], parties: Mapping[int, CustomerFacts]) -> list[Outcome]:
    """Write and post documents: rows, ledger, open items, deferred cost, then number and hash, taken last."""
    lock_credit(ctx, sorted({draft.party_id for draft in drafts}))
    ids = _write(ctx, drafts, parties)
    _write_lines(ctx, drafts, ids)
    _recognise(ctx, drafts, ids)
    _settle_events(ctx, drafts)
    entries = post(ctx, [_entry(ctx, draft, n) for draft, n in zip(drafts, ids, strict=True)], currency=_one(drafts))
    numbers = _number(ctx, drafts, ids, entries, parties)
    open_documents(ctx, [_item(d, n, numbers[n], parties[d.party_id]) for d, n in zip(drafts, ids, strict=True)])
    threads = sorted(
        {line.event.line.thread_id for draft in drafts for line in draft.lines if line.event.line.thread_id}
    )
    for chunk in chunks(ids):
        announce(ctx, InvoicesPosted(chunk, tuple(threads[:500])))
    ctx.running().touched("billing.invoice", *ids)
    return [
        Outcome(
            n,
            numbers[n],
            "done",
            draft.kind,
            parties[draft.party_id].name,
            {"net": str(draft.net), "tax": str(draft.tax), "gross": str(draft.net + draft.tax)},
            n,
        )
        for draft, n in zip(drafts, ids, strict=True)
    ]


def _one(drafts: Sequence[Draft]) -> str:
    return drafts[0].currency


def _write(ctx: Ctx, drafts: Sequence[Draft], parties: Mapping[int, CustomerFacts]) -> list[int]:
    ids = [draft.lines[0].event.document_id for draft in drafts]
    records = []
    for number, draft in zip(ids, drafts, strict=True):
        party = parties[draft.party_id]
        days = party.terms_days if draft.kind == "invoice" else 0
        terms = {
            "code": party.terms_code,
            "name": party.terms_name,
            "discount_days": party.discount_days,
            "discount_percent": str(party.discount_percent),
        }
        records.append(
            (
                number,
                draft.kind,
                draft.party_id,
                party.name,
                draft.thread_id,
                draft.origin_id,
                draft.currency,
                draft.on_date,
                draft.on_date + timedelta(days=days),
                Jsonb(terms),
                draft.group_key,
                draft.net,
                draft.tax,
                draft.net + draft.tax,
                draft.tax_rounding,
            )
        )
    columns = (
        "id",
        "kind",
        "party_id",
        "party_name",
        "thread_id",
        "origin_id",
        "currency",
        "on_date",
        "due_on",
        "terms",
        "group_key",
        "net",
        "tax",
        "gross",
        "tax_rounding",
    )
    constants = {
        "company_id": ctx.company_id,
        "state": "draft",
        "number": "",
        "hash": "",
        "previous_hash": "",
        "operation_id": ctx.operation_id,
    }
    writes.append(Invoice, columns, records, constants)
    return ids


def _write_lines(ctx: Ctx, drafts: Sequence[Draft], ids: Sequence[int]) -> None:
    records = [
        (number, place, *_line(line))
        for draft, number in zip(drafts, ids, strict=True)
        for place, line in enumerate(draft.lines, start=1)
    ]
    columns = (
        "invoice_id",
        "line_no",
        "event_id",
        "thread_id",
        "order_label",
        "delivery_label",
        "item_code",
        "description",
        "quantity",
        "unit",
        "unit_price",
        "net",
        "tax_category",
        "tax_rate",
        "revenue_role",
    )
    writes.append(InvoiceLine, columns, records, {"company_id": ctx.company_id})
    taxes = [
        (number, total.category, total.rate, total.base, total.tax)
        for draft, number in zip(drafts, ids, strict=True)
        for total in draft.taxes
    ]
    writes.append(
        InvoiceTax, ("invoice_id", "tax_category", "tax_rate", "base", "tax"), taxes, {"company_id": ctx.company_id}
    )


def _line(line: DraftLine) -> tuple[object, ...]:
    event = line.event
    sign = 1 if line.net * event.amount >= 0 else -1
    return (
        event.id,
        event.line.thread_id,
        event.line.order_label,
        event.label,
        event.line.item_code,
        event.line.description,
        sign * event.quantity / event.line.unit_factor,
        event.line.unit,
        event.line.unit_price,
        line.net,
        event.line.tax_category,
        line.rate,
        event.line.revenue_role,
    )


def _settle_events(ctx: Ctx, drafts: Sequence[Draft]) -> None:
    """Mark the events as billed, move the sums of their lines, and take their weight off the customers' credit."""
    events = [line.event for draft in drafts for line in draft.lines]
    writes.update(BillableEvent, "id", (), [(event.id,) for event in events], constants={"state": "billed"})
    sums: dict[int, list[Decimal]] = {}
    freed = {draft.party_id: ZERO for draft in drafts}
    for event in events:
        have = sums.setdefault(event.line_id, [ZERO, ZERO, ZERO])
        if event.kind == "earned":
            weight = _weight(event, have)
            have[0] += event.quantity
            have[2] -= weight
            freed[event.line.party_id] -= weight
        else:
            have[1] -= event.quantity
    columns = ("quantity_billed", "quantity_credited", "committed")
    writes.update(BillableLine, "id", (), [(n, *parts) for n, parts in sorted(sums.items())], add=columns)
    change_committed(ctx, freed)


def _weight(event: LockedEvent, done: Sequence[Decimal]) -> Decimal:
    """Give what billing an event takes off the customer's credit: its share of what its line still weighs."""
    return share(event.line.committed + done[2], event.quantity, event.line.weighing - done[0])


def _entry(ctx: Ctx, draft: Draft, number: int) -> NewEntry:
    revenue: dict[str, Decimal] = {}
    for line in draft.lines:
        revenue[line.event.line.revenue_role] = revenue.get(line.event.line.revenue_role, ZERO) + line.net
    sign = draft.sign
    lines = [NewLine("AR", sign * (draft.net + draft.tax), party_id=draft.party_id)]
    lines += [NewLine(role, -sign * amount) for role, amount in sorted(revenue.items())]
    lines.append(NewLine("VATO", -sign * draft.tax))
    text = "Credit note" if sign < 0 else "Invoice"
    return NewEntry("sales", draft.on_date, text, DocumentRef("billing.invoice", number), lines, draft.thread_id)


def _recognise(ctx: Ctx, drafts: Sequence[Draft], ids: Sequence[int]) -> None:
    parts = [
        Part(line.event.issue_id, line.event.quantity, DocumentRef("billing.invoice", number))
        for draft, number in zip(drafts, ids, strict=True)
        for line in draft.lines
        if line.event.issue_id is not None and line.event.kind == "earned"
    ]
    if parts:
        recognise_cost(ctx, parts)


def _number(
    ctx: Ctx,
    drafts: Sequence[Draft],
    ids: Sequence[int],
    entries: Sequence[int],
    parties: Mapping[int, CustomerFacts],
) -> dict[int, str]:
    """Take the numbers of each series, chain the documents by hash, and post them with one update."""
    records, numbers = [], {}
    for kind, (code, prefix) in SERIES.items():
        mine = [(d, n, e) for d, n, e in zip(drafts, ids, entries, strict=True) if d.kind == kind]
        if not mine:
            continue
        taken = take(ctx, code, prefix, len(mine))
        previous = taken.last_hash
        for offset, (draft, number, entry) in enumerate(mine):
            label = taken.number(offset)
            sealed = digest(previous, label, draft, parties[draft.party_id].code)
            records.append((number, label, entry, previous, sealed))
            numbers[number] = label
            previous = sealed
        seal(ctx, taken, previous)
    constants = {"state": "posted", "posted_at": ctx.now}
    writes.update(Invoice, "id", ("number", "entry_id", "previous_hash", "hash"), records, constants=constants)
    return numbers


def digest(previous: str, number: str, draft: Draft, party: str) -> str:
    """Give the hash of a document: of the one before it and of what the law cares for."""
    content = [previous, number, draft.kind, draft.on_date, party, draft.currency, draft.net, draft.tax]
    content += [[line.event.id, line.net, line.rate] for line in draft.lines]
    return hashlib.sha256(json.dumps(plain(content)).encode()).hexdigest()


def _item(draft: Draft, number: int, label: str, party: CustomerFacts) -> NewOpenItem:
    discount = draft.kind == "invoice" and party.discount_percent
    days = party.terms_days if draft.kind == "invoice" else 0
    return NewOpenItem(
        party_id=draft.party_id,
        kind=draft.kind,
        document=DocumentRef("billing.invoice", number),
        number=label,
        thread_id=draft.thread_id,
        on_date=draft.on_date,
        due_on=draft.on_date + timedelta(days=days),
        currency=draft.currency,
        amount=draft.sign * (draft.net + draft.tax),
        tax=draft.sign * draft.tax,
        discount_percent=party.discount_percent if discount else ZERO,
        discount_until=draft.on_date + timedelta(days=party.discount_days) if discount else None,
    )
