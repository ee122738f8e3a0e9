"""Pages of the shell itself: choosing the company, the palette, type-ahead, explanations."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotFound
from throughline.platform.operations import Ctx
from throughline.platform.ui.access import COMPANY_KEY, fragment, is_fragment, page, screen_view
from throughline.platform.ui.doing import deeds
from throughline.platform.ui.forms import OperationForm
from throughline.platform.ui.registry import Screen, screens
from throughline.platform.ui.scan_view import choose
from throughline.platform.ui.search import Hit, lookups, search
from throughline.platform.ui.sentences import said
from throughline.platform.ui.shell import Crumb
from throughline.platform.ui.why import whys

SHOWN_PER_GROUP = 6
#: After > all that can be done is shown.
SHOWN_OF_DEEDS = 60
PREFIXES = {"#": "item", "@": "party", ">": "operation"}


def shell_routes() -> list[URLPattern]:
    """Give the urls of the shell."""
    return [
        path("company/", require_POST(screen_view(choose_company)), name="choose-company"),
        path("find/", screen_view(find), name="find"),
        path("lookup/<slug:slug>/", screen_view(look_up), name="lookup"),
        path("scan/", screen_view(choose), name="scan"),
        path("why/<slug:slug>/<int:number>/", screen_view(explain), name="why"),
    ]


def choose_company(request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Work for another company from now on; whether that is allowed is asked on every request."""
    chosen = request.POST.get("company", "")
    if is_id(chosen):
        request.session[COMPANY_KEY] = int(chosen)
    return HttpResponseRedirect("/")


def find(request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Answer the palette: documents, then what can be done, then where one can go."""
    words = request.GET.get("q", "").strip()
    most = SHOWN_OF_DEEDS if words.startswith(">") else SHOWN_PER_GROUP
    groups = [(group, list(hits)[:most]) for group, hits in _grouped(found(ctx, words))]
    context = {"groups": groups, "words": words}
    if is_fragment(request):
        return fragment(request, ctx, "ui/palette_list.html", context)
    return page(request, ctx, "ui/find.html", context, crumbs=[Crumb("Find")])


def found(ctx: Ctx, words: str) -> list[Hit]:
    """Gather everything that answers to the words; the best match stands first under its own heading."""
    kind = PREFIXES.get(words[:1], "")
    words = words[1:].strip() if kind else words
    hits = list(search.ask(ctx, words, kind)) if words and kind != "operation" else []
    if hits:
        hits[0] = replace(hits[0], group="Best match")
    if kind == "operation" or (not kind and words):
        hits += deeds(ctx, words)
    if not kind:
        hits += _places(ctx, words)
    return hits


def _places(ctx: Ctx, words: str) -> Iterator[Hit]:
    """Give the screens that one can go to, by their word in either language."""
    wanted = words.casefold()
    for screen in screens:
        if screen.nav and not _forbidden(screen, ctx):
            label = screen.nav.label
            if wanted in label.casefold() or wanted in said(label).casefold():
                yield Hit(label, screen.path, icon=screen.nav.icon, group="Go to")


def _forbidden(screen: Screen, ctx: Ctx) -> bool:
    needed = screen.needed if isinstance(screen, OperationForm) else screen.permission
    return bool(needed) and not ctx.may(needed)


def _grouped(hits: Sequence[Hit]) -> Iterator[tuple[str, Iterator[Hit]]]:
    order = list(dict.fromkeys(hit.group for hit in hits))
    return groupby(sorted(hits, key=lambda hit: order.index(hit.group)), key=lambda hit: hit.group)


def look_up(request: HttpRequest, ctx: Ctx, slug: str) -> HttpResponse:
    """Answer a type-ahead field with its options."""
    lookup = lookups.get(slug)
    if lookup is None:
        raise NotFound("no_such_lookup", f"There is no list called {slug}.")
    if lookup.permission:
        ctx.demand(lookup.permission)
    words = request.GET.get("q", "").strip()
    beside = {key: str(value) for key, value in request.GET.items() if key != "q"}
    options = lookup.find(ctx, words, beside)
    return fragment(request, ctx, "ui/lookup_list.html", {"options": options, "words": words})


def explain(request: HttpRequest, ctx: Ctx, slug: str, number: int) -> HttpResponse:
    """Answer Why?: in the popover, or as a page of its own without script."""
    why = whys.get(slug)
    if why is None:
        raise NotFound("no_such_explanation", f"Nothing explains {slug}.")
    if why.permission:
        ctx.demand(why.permission)
    context = {"answer": why.answer(ctx, number)}
    if is_fragment(request):
        return fragment(request, ctx, "ui/why.html", context)
    return page(request, ctx, "ui/why_page.html", context, crumbs=[Crumb("Why?")])
