"""Exceptions: the queue as a list, one on a page with what is proposed, taking and closing them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from throughline.governance.deliveries import retry_deliveries
from throughline.governance.exceptions import assign_exceptions, resolve_exceptions, take_exceptions
from throughline.governance.ui.words import exception_status, kind_word
from throughline.governance.watch import ExceptionFacts, names_of, open_exceptions
from throughline.kernel.errors import NotFound
from throughline.platform import refs
from throughline.platform.operations import OPERATIONS, Ctx, Outcome, Outcomes, Versioned, reading
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Bulk,
    Column,
    Done,
    Empty,
    Fact,
    Field,
    Filter,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    Pair,
    Pairs,
    Part,
    RecordScreen,
    Section,
    Status,
    ThroughlineSection,
    View,
    list_url,
    record_url,
    screens,
)
from throughline.platform.ui.formats import day
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.slots import thread_line
from throughline.platform.ui.spoken import spoken

READ, RESOLVE = "governance.exception.read", "governance.exception.resolve"
QUEUES = ("sales", "warehouse", "transport", "billing", "payments", "stock", "system")


def queue_choices(ctx: Ctx) -> list[tuple[str, str]]:
    """Give the queues to choose from."""
    return [(queue, queue.capitalize()) for queue in QUEUES]


@dataclass(frozen=True, slots=True)
class Row:
    """An exception as the list shows it."""

    id: int
    title: str
    kind: str
    queue: str
    document: str
    document_url: str
    owner: str
    opened_at: datetime
    due_at: datetime | None
    now: Status


def _rows(found: Sequence[ExceptionFacts]) -> list[Row]:
    shown = refs.resolve({one.ref for one in found})
    names = names_of({one.owner_id for one in found if one.owner_id is not None})
    return [
        Row(
            one.id,
            spoken(one.title),
            kind_word(one.kind),
            one.queue.capitalize(),
            shown[one.ref].label,
            shown[one.ref].url,
            names.get(one.owner_id or 0, ""),
            one.opened_at,
            one.due_at,
            exception_status(one),
        )
        for one in found
    ]


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    queues: Sequence[str] | None = asked.filters.get("queue") or None
    if asked.one("whose") == "queues":
        queues = [code.rpartition(".")[2] for code in ctx.permissions if code.startswith("governance.queue.")]
    owner = ctx.actor_id if asked.one("whose") == "mine" else None
    found = open_exceptions(
        ctx, queues=queues, owner_id=owner, after=asked.before, search=asked.search, limit=asked.size + 1
    )
    return ListPage.cut(found, asked.size, show=_rows)


def _take(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    take_exceptions(ctx, exceptions=[one.id for one in chosen])
    return _told(chosen, "taken")


def _resolve(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    resolve_exceptions(
        ctx, exceptions=[one.id for one in chosen], resolution=values.get("resolution") or "closed together"
    )
    return _told(chosen, "closed")


def _foresee(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    with reading(ctx):
        found = open_exceptions(ctx, ids=[one.id for one in chosen], limit=len(chosen) or 1)
    titles = {one.id: spoken(one.title) for one in found}
    return Outcomes(
        Outcome(one.id, titles[one.id], "done", "", "") if one.id in titles
        else Outcome(one.id, str(one.id), "skipped", "gone", "closed already")
        for one in chosen
    )  # fmt: skip


def _told(chosen: Sequence[Versioned], word: str) -> Outcomes:
    return Outcomes(Outcome(one.id, f"Exception {one.id}", "done", word, word, {}, one.id) for one in chosen)


LIST = ListScreen(
    slug="exceptions",
    title="Exceptions",
    permission=READ,
    nav=Nav("Watch", "Exceptions", "alert-triangle", 20),
    query=_page,
    columns=[
        Column("title", "What", "text", priority=1, width=420),
        Column("kind", "Kind", dim=True, priority=4),
        Column("queue", "Queue"),
        Column("document", "Document", "text", url=lambda row: row.document_url or None, priority=2),
        Column("owner", "Owner"),
        Column("opened_at", "Age", "age", align="end", priority=2),
        Column("due_at", "Due", "datetime", priority=4),
        Column("now", "Now", "status", priority=2),
    ],
    filters=[
        Filter("queue", "Queue", choices=queue_choices),
        Filter("whose", "Whose", choices=[("queues", "My queues"), ("mine", "Taken by me")]),
    ],
    views=[
        View("open", "All open"),
        View("queues", "My queues", {"whose": ["queues"]}),
        View("mine", "Taken by me", {"whose": ["mine"]}),
    ],
    row_url=lambda row: record_url("exceptions", row.id),
    row_label="title",
    bulk=[
        Bulk("take", "Take", "exception", _take, preview=_foresee, permission=RESOLVE, key="T", past="taken"),
        Bulk(
            "resolve",
            "Close",
            "exception",
            _resolve,
            preview=_foresee,
            permission=RESOLVE,
            fields=[Field("resolution", "What was done", required=True)],
            primary=False,
            past="closed",
        ),
    ],
    empty=Empty("Nothing is open here", "Exceptions close by themselves when their cause is gone."),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An exception with its document."""

    found: ExceptionFacts
    document: refs.Shown
    owner: str


def load(ctx: Ctx, id: int) -> Shown:
    """Read an open exception."""
    found = open_exceptions(ctx, ids=[id], limit=1)
    if not found:
        raise NotFound("exception_closed", "This exception is closed: its cause is gone or somebody dealt with it.")
    names = names_of([found[0].owner_id] if found[0].owner_id is not None else [])
    return Shown(found[0], refs.resolve([found[0].ref])[found[0].ref], names.get(found[0].owner_id or 0, "nobody yet"))


def actions_on(ctx: Ctx, found: ExceptionFacts) -> list[Action]:
    """Offer what is proposed and permitted, then taking it, then closing it by hand.

    A form that is told nothing else takes the subject under the name of its kind. A decision that another person has
    to make names by `not_by` who asked for it, and is not offered to them.
    """
    actions = list[Action]()
    subject = found.subject_kind.rpartition(".")[2]
    for proposal in found.proposals:
        spec = OPERATIONS.get(str(proposal.get("operation")))
        form = _form_for(str(proposal.get("operation")))
        if spec and form and ctx.may(spec.permission) and proposal.get("not_by") != ctx.actor_id:
            query = proposal.get("query") or {subject: found.subject_id, f"{subject}_id": found.subject_id}
            actions.append(Action(str(proposal["label"]), form=form, query=query, primary=not actions))
    if ctx.may(RESOLVE):
        if found.owner_id != ctx.actor_id:
            actions.append(Action("Take", form="exceptions/take", query={"exception": found.id}, primary=not actions))
        actions.append(Action("Give to", form="exceptions/assign", query={"exception": found.id}))
        actions.append(Action("Close", form="exceptions/resolve", query={"exception": found.id}))
    return actions


def _form_for(operation: str) -> str:
    """Find the registered form of an operation; empty where it has none."""
    for screen in screens:
        if isinstance(screen, OperationForm) and screen.called == operation:
            return screen.slug
    return ""


def _fact(value: Any) -> str:
    """Write a fact as a person reads it: facts are kept as JSON, so a day is text there."""
    text = str(value)
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _sections(ctx: Ctx, shown: Shown) -> Sequence[Section]:
    line = thread_line(ctx, shown.found.thread_id)
    pairs = [Pair(name.replace("_", " ").capitalize(), _fact(value)) for name, value in shown.found.facts.items()]
    pairs.append(Pair("Document", shown.document.label, url=shown.document.url))
    found: list[Section] = [ThroughlineSection(line)] if line else []
    return [*found, Pairs("Facts", pairs)]


RECORD = RecordScreen(
    subject=Subject("governance.exception", (Kept("governance_exception"),)),
    slug="exceptions",
    parent="exceptions",
    permission=READ,
    load=load,
    title=lambda shown: spoken(shown.found.title),
    subtitle=lambda shown: [Part(shown.document.label, url=shown.document.url), said(f"{shown.found.queue} queue")],
    status=lambda shown: exception_status(shown.found),
    facts=lambda ctx, shown: [
        Fact("Kind", kind_word(shown.found.kind)),
        Fact("Queue", said(shown.found.queue.capitalize())),
        Fact("Owner", shown.owner),
        Fact("Open since", shown.found.opened_at, "datetime"),
        Fact("Due", shown.found.due_at, "datetime"),
    ],
    actions=lambda ctx, shown: actions_on(ctx, shown.found),
    sections=_sections,
)


def _take_one(ctx: Ctx, *, exception: int) -> int:
    return take_exceptions(ctx, exceptions=[exception])


def _resolve_one(ctx: Ctx, *, exception: int, resolution: str) -> int:
    return resolve_exceptions(ctx, exceptions=[exception], resolution=resolution)


def _title(verb: str) -> Any:
    def title(ctx: Ctx, values: Mapping[str, Any]) -> str:
        found = open_exceptions(ctx, ids=[values.get("exception") or 0], limit=1)
        return tell("{verb}: {what}", verb=said(verb), what=spoken(found[0].title)) if found else verb

    return title


TAKE = OperationForm(
    slug="exceptions/take",
    title=_title("Take"),
    text="You become its owner; others see that somebody looks after it.",
    operation=_take_one,
    calls="governance.take_exceptions",
    permission=RESOLVE,
    submit_label="Take it",
    parent="exceptions",
    fields=[Field("exception", kind="hidden", parse=int, required=True)],
    on_done=lambda ctx, result, values: Done(record_url("exceptions", values["exception"])),
)


def _assign_one(ctx: Ctx, *, exception: int, user: int) -> int:
    return assign_exceptions(ctx, exceptions=[exception], user_id=user)


ASSIGN = OperationForm(
    slug="exceptions/assign",
    title=_title("Give to somebody"),
    text="Whoever gets it is told, and sees it under the own work.",
    operation=_assign_one,
    calls="governance.assign_exceptions",
    permission=RESOLVE,
    submit_label="Give it",
    parent="exceptions",
    fields=[
        Field("exception", kind="hidden", parse=int, required=True),
        Field("user", "Person", "lookup", lookup="people", required=True),
    ],
    on_done=lambda ctx, result, values: Done(record_url("exceptions", values["exception"])),
)


def _retry(ctx: Ctx, *, event: int) -> int:
    return retry_deliveries(ctx, events=[event])


RETRY = OperationForm(
    slug="exceptions/retry",
    title="Try it again",
    text="What the system was to do next is done from the beginning. Nothing that it has done already is done twice.",
    operation=_retry,
    calls="governance.retry_deliveries",
    permission="governance.delivery.retry",
    submit_label="Try again",
    parent="exceptions",
    fields=[Field("event", kind="hidden", parse=int, required=True)],
    on_done=lambda ctx, result, values: Done(list_url("exceptions"), "It is tried again."),
)

RESOLVE_FORM = OperationForm(
    slug="exceptions/resolve",
    title=_title("Close"),
    text="Close it by hand only where its cause will not go by itself; it opens again when the cause does.",
    operation=_resolve_one,
    calls="governance.resolve_exceptions",
    permission=RESOLVE,
    submit_label="Close exception",
    parent="exceptions",
    fields=[
        Field("exception", kind="hidden", parse=int, required=True),
        Field("resolution", "What was done", "textarea", required=True),
    ],
    on_done=lambda ctx, result, values: Done(list_url("exceptions"), "Exception closed."),
)
