"""`/api/`: the first five calls of an integrator, then everything that can be called and asked, with search."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.platform.operations import OPERATIONS, Ctx
from throughline.platform.rest.lists import path_of, record_path
from throughline.platform.rest.openapi import described, public
from throughline.platform.rest.reads import READS
from throughline.platform.ui.access import fragment, is_fragment, page, screen_view
from throughline.platform.ui.lists import ListScreen
from throughline.platform.ui.records import RecordScreen
from throughline.platform.ui.registry import Nav, Screen, screens
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.shell import Crumb

PART = "api-entries"
_HEADS = {"operation": "Operations", "read": "Reads", "list": "Lists", "record": "Records"}


@dataclass(frozen=True, kw_only=True)
class GuideScreen(Screen):
    """The page that shows an integrator the door; anybody who is signed in may read it."""

    title: str

    def routes(self) -> Sequence[URLPattern]:
        return [path(f"{self.slug}/", screen_view(show_guide), name="api-guide")]


GUIDE = GuideScreen(slug="api", title="API", nav=Nav("Set up", "API", "link", 62))


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be called or asked, as the page lists it."""

    name: str
    kind: str
    method: str
    address: str
    meaning: str
    permission: str
    duty: str
    permitted: bool
    parameters: str

    def answers(self, words: Sequence[str]) -> bool:
        """Say whether it answers to all words."""
        text = f"{self.name} {self.kind} {self.meaning} {self.permission}".lower()
        return all(word in text for word in words)


def entries(ctx: Ctx) -> Iterator[Entry]:
    """Give every operation, read, list and record, with whether this reader may."""
    for spec in OPERATIONS.values():
        if public(spec.name):
            address = f"/api/v1/operations/{spec.name}"
            yield _entry(ctx, spec.name, "operation", "POST", address, spec.meaning, spec.permission, spec.duty)
    for read in READS.values():
        address = f"/api/v1/reads/{read.name}"
        yield _entry(ctx, read.name, "read", "GET", address, read.meaning, read.permission)
    for screen in screens:
        if isinstance(screen, ListScreen):
            meaning = tell("The list “{title}”, with its filters", title=said(screen.title))
            yield _entry(ctx, screen.slug, "list", "GET", path_of(screen.slug), meaning, screen.permission)
        elif isinstance(screen, RecordScreen):
            address = record_path(screen)
            yield _entry(
                ctx, screen.slug, "record", "GET", address, said("One record, with its ETag"), screen.permission
            )


def _entry(
    ctx: Ctx, name: str, kind: str, method: str, address: str, meaning: str, permission: str, duty: str = ""
) -> Entry:
    permitted = (not permission or ctx.may(permission)) and (not duty or duty in ctx.duties)
    parameters = ", ".join(described(address))
    return Entry(name, kind, method, address, meaning, permission, duty, permitted, parameters)


def show_guide(request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Show the page, or the part of it that a search changes."""
    words = request.GET.get("q", "").lower()[:100].split()
    mine = request.GET.get("mine") == "1"
    found = [one for one in entries(ctx) if one.answers(words) and (one.permitted or not mine)]
    found.sort(key=lambda one: (one.kind != "operation", one.kind, one.name))
    groups = [(kind, [one for one in found if one.kind == kind]) for kind in ("operation", "read", "list", "record")]
    context: dict[str, Any] = {
        "groups": [(_HEADS[kind], rows) for kind, rows in groups if rows],
        "words": " ".join(words),
        "mine": mine,
        "found": len(found),
    }
    if is_fragment(request, PART):
        return fragment(request, ctx, "ui/api_entries.html", context)
    base = f"{request.scheme}://{request.get_host()}"
    context |= {"steps": steps(base, ctx), "base": base, "may_make": ctx.may("governance.token.own")}
    return page(request, ctx, "ui/api.html", context, crumbs=[Crumb("API")])


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first calls: what it shows, the command, and what to look at in its answer."""

    title: str
    text: str
    command: str


def steps(base: str, ctx: Ctx) -> list[Step]:
    """Give the first five calls, with examples of the reader's own company that work as they stand."""
    own = examples(ctx)
    quote = {"party_id": own.party_id, "site_id": own.site_id,
             "lines": [{"item_id": own.item_id, "quantity": "10"}], "customer_po": "FIRST-CALL"}  # fmt: skip
    return [
        Step(
            "Who am I?",
            "Put the token into the shell once. The answer names you, the company, and what is permitted.",
            f"export TOKEN=tl_...\n{_curl(f'{base}/api/v1/reads/governance.me')}",
        ),
        Step(
            "What can be promised?",
            tell(
                "{item} at {site}. Quantities are texts: nothing is rounded on the way.",
                item=own.item_label,
                site=own.site_label,
            ),
            _curl(f"{base}/api/v1/reads/inventory.availability?site_id={own.site_id}&item_ids={own.item_id}"),
        ),
        Step(
            "Try an order without making one",
            tell(
                "For {party}. A dry run does the deed and takes it back: the same answer, nothing changed.",
                party=own.party_label,
            ),
            _curl(f"{base}/api/v1/operations/sales.quote_orders?dry_run=true", {"quotes": [quote]}),
        ),
        Step(
            "Make it, once",
            "The key makes a repeated request safe: it gets the first answer. The outcome names the document.",
            _curl(f"{base}/api/v1/operations/sales.quote_orders", {"quotes": [quote]}, "Idempotency-Key: first-call-1"),
        ),
        Step(
            "Follow it, page by page",
            "Filters are those of the list; next leads to the following page. A record has an ETag for If-Match.",
            _curl(f"{base}/api/v1/quotes?state=quoted&size=5"),
        ),
    ]


def _curl(address: str, body: Any = None, *headers: str) -> str:
    lines = [f"curl -s '{address}'", '-H "Authorization: Bearer $TOKEN"']
    lines += [f"-H '{header}'" for header in headers]
    if body is not None:
        lines += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(body)}'"]
    return " \\\n  ".join(lines)


@dataclass(frozen=True, slots=True)
class Examples:
    """Rows of the reader's own company that the first calls name."""

    party_id: int = 1
    party_label: str = "a customer"
    site_id: int = 1
    site_label: str = "a site"
    item_id: int = 1
    item_label: str = "An item"


_examples: list[Any] = [lambda ctx: Examples()]


def set_examples(examples_of: Any) -> None:
    """Register what knows rows of a company that make good examples."""
    _examples[:] = [examples_of]


def examples(ctx: Ctx) -> Examples:
    """Give rows of the reader's own company."""
    found: Examples = _examples[0](ctx)
    return found
