"""Bulk operations of lists and boards: the preview dialog, then the deed with its outcomes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput, NotAllowed
from throughline.platform.operations import Ctx, Outcome, Outcomes, Versioned, reading
from throughline.platform.ui.access import fragment, is_fragment, page, screen_view, with_events
from throughline.platform.ui.bulk import Bulk
from throughline.platform.ui.form_fields import shown_fields
from throughline.platform.ui.formats import number
from throughline.platform.ui.parsing import parse_fields
from throughline.platform.ui.registry import Screen
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.shell import Crumb
from throughline.platform.ui.values import Shape

MOST = 1_000
TYPED_FROM = 50
FOLDED_FROM = 6
_SHAPES: dict[str, Shape] = {"done": "disc", "held": "octagon", "refused": "octagon", "skipped": "ring"}
_VERBS = {"held": "Held", "refused": "Refused", "skipped": "Skipped"}


def bulk_routes(screen: Screen, bulk: Sequence[Bulk]) -> list[URLPattern]:
    """Give the urls of a screen's bulk operations: `<screen>/bulk/<name>/`."""
    by_name = {one.name: one for one in bulk}

    def handle(request: HttpRequest, ctx: Ctx, name: str) -> HttpResponse:
        if name not in by_name or request.method != "POST":
            raise InvalidInput("no_such_bulk", "A bulk operation starts from a selection.")
        return bulk_step(screen, by_name[name], request, ctx)

    base = f"{screen.slug}/" if screen.slug else ""
    return [path(f"{base}bulk/<slug:name>/", screen_view(handle, screen.permission))] if bulk else []


def ticked(request: HttpRequest) -> list[Versioned]:
    """Read what was ticked: "12" or "12:3" with the version that was on the screen."""
    chosen = []
    for tick in request.POST.getlist("row"):
        number, _, version = tick.partition(":")
        if not is_id(number):
            raise InvalidInput("bad_selection", f"{tick} is no row.", field="row")
        chosen.append(Versioned(int(number), int(version) if is_id(version) else None))
    if not chosen:
        raise InvalidInput("nothing_selected", "Nothing is selected. Tick rows with X first.", field="row")
    if len(chosen) > MOST:
        raise InvalidInput("too_many", f"{len(chosen)} rows are selected; {MOST} at most go in one step.", field="row")
    return chosen


def bulk_step(screen: Screen, bulk: Bulk, request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Show the preview, or do it when the preview was confirmed."""
    if not bulk.allowed(ctx):
        raise NotAllowed("permission_missing", f"{bulk.verb} needs a permission that you do not hold.")
    chosen = ticked(request)
    with reading(ctx):
        values, errors = parse_fields(bulk.fields, request.POST, ctx)
    if request.POST.get("confirmed") and not errors:
        key = request.POST.get("key") or None
        outcomes = bulk.carry_out(replace(ctx, idempotency_key=key), chosen, values)
        return _after(screen, bulk, outcomes, request, ctx)
    outcomes_ahead = None if errors else bulk.foresee(ctx, chosen, values)
    context = _dialog(screen, bulk, outcomes_ahead, chosen)
    with reading(ctx):
        fields = shown_fields(bulk.fields, request.POST, values, errors, ctx)
    context |= {"values": values, "errors": errors, "fields": fields, "typed": request.POST}
    if is_fragment(request):
        return fragment(request, ctx, "ui/bulk_dialog.html", context)
    return page(request, ctx, "ui/bulk_page.html", context, crumbs=[Crumb(screen.name, screen.path), Crumb(bulk.verb)])


def _dialog(screen: Screen, bulk: Bulk, outcomes: Outcomes | None, chosen: Sequence[Versioned]) -> dict[str, Any]:
    can = len(outcomes.done) if outcomes is not None else len(chosen)
    total = len(chosen)
    consequence = bulk.consequence
    if callable(consequence):
        consequence = consequence(outcomes) if outcomes is not None else ""
    return {
        "bulk": bulk,
        "action": f"{screen.path}bulk/{bulk.name}/",
        "question": _question(bulk, can, total),
        "consequence": consequence,
        "can": can,
        "button": phrased(bulk, counted(bulk.noun, can)),
        **outcome_context(outcomes if outcomes is not None else Outcomes(), bulk.noun, ahead=bulk.verb),
        "chosen": [f"{one.id}:{one.version}" if one.version is not None else str(one.id) for one in chosen],
        "must_type": bulk.danger and can > TYPED_FROM,
        "back": screen.path,
    }


def verb_of(bulk: Bulk) -> str:
    """Give the verb as it stands within a sentence of the reader's language; ours begins with it."""
    told = str(said(bulk.verb))
    return told if told == bulk.verb else told[:1].lower() + told[1:]


def nouns(noun: str, count: int) -> str:
    """Give a noun for a count in the reader's language."""
    return str(said(plural(noun, count)))


def _question(bulk: Bulk, can: int, total: int) -> str:
    """Ask whether all, or which part, is meant."""
    if can == total:
        return f"{phrased(bulk, counted(bulk.noun, total))}?"
    part = tell("{can} of {total} {noun}", can=number(can), total=number(total), noun=nouns(bulk.noun, total))
    return f"{phrased(bulk, part)}?"


def counted(noun: str, count: int) -> str:
    """Give a count with its noun: "8 orders"."""
    return tell("{count} {noun}", count=number(count), noun=nouns(noun, count))


def phrased(bulk: Bulk, what: str) -> str:
    """Give what is done to something as one phrase: "Release 8 orders", "Mark 3 notifications read"."""
    return tell(bulk.phrase, verb=verb_of(bulk), what=what)


def plural(noun: str, count: int) -> str:
    """Give a noun for a count: order, orders; delivery, deliveries; batch, batches."""
    if count == 1:
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def outcome_context(outcomes: Outcomes, noun: str = "", ahead: str = "") -> dict[str, Any]:
    """Give the table of outcomes, and which of its columns have anything to say."""
    rows = outcome_rows(outcomes, ahead)
    return {
        "outcomes": rows,
        "noun": noun,
        "with_party": any(row.get("party") for row in rows),
        "with_money": any(row.get("money") is not None for row in rows),
    }


def outcome_rows(outcomes: Outcomes, ahead: str = "") -> list[dict[str, Any]]:
    """Give the outcomes for reading: done first, then held, refused, skipped; long runs of one kind fold."""
    rows: list[dict[str, Any]] = []
    for status in ("done", "held", "refused", "skipped"):
        run = [outcome for outcome in outcomes if outcome.status == status]
        for position, outcome in enumerate(run):
            rows.append(_outcome_row(outcome, ahead, folded=len(run) > FOLDED_FROM and position >= FOLDED_FROM - 1))
        if len(run) > FOLDED_FROM:
            rows.append({"fold": len(run) - FOLDED_FROM + 1, "status": status})
    return rows


def _outcome_row(outcome: Outcome, ahead: str, *, folded: bool) -> dict[str, Any]:
    verb = _VERBS.get(outcome.status, ahead or "Done")
    return {
        "outcome": outcome,
        "shape": _SHAPES[outcome.status],
        "verb": verb,
        "reason": outcome.message,
        "folded": folded,
        "money": outcome.facts.get("amount"),
        "party": outcome.facts.get("party", ""),
    }


def told(bulk: Bulk, outcomes: Outcomes) -> str:
    """Say in one line what was done: "8 orders released. 1 held, 2 skipped."."""
    counts = {status: sum(one.status == status for one in outcomes) for status in ("held", "refused", "skipped")}
    rest = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    done = len(outcomes.done)
    head = tell("{what} {past}.", what=counted(bulk.noun, done), past=said(bulk.past))
    return f"{head} {said(rest)}." if rest else head


def _after(screen: Screen, bulk: Bulk, outcomes: Outcomes, request: HttpRequest, ctx: Ctx) -> HttpResponse:
    clean = len(outcomes.done) == len(outcomes)
    text = told(bulk, outcomes)
    context = {
        "bulk": bulk,
        **outcome_context(outcomes, bulk.noun),
        "text": text,
        "clean": clean,
        "shape_name": "disc" if clean else "octagon",
        "back": screen.path,
    }
    if not is_fragment(request):
        messages.success(request, text, extra_tags=context["shape_name"])
        if clean:
            return HttpResponseRedirect(screen.path)
        return page(request, ctx, "ui/bulk_done_page.html", context, crumbs=[Crumb(screen.name, screen.path)])
    response = fragment(request, ctx, "ui/bulk_done.html", context)
    if clean:
        return with_events(response, listChanged=True, dialogDone=True)
    return with_events(response, listChanged=True)
