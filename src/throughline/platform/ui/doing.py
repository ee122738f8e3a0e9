"""What a reader may do, for the palette: forms, operations on many rows and scan screens, read from the registry.

A form that needs no document opens; one that works on a document leads to the list in which it is chosen.
"""

from collections.abc import Iterator

from throughline.platform.operations import Ctx
from throughline.platform.ui.boards import Board
from throughline.platform.ui.forms import OperationForm
from throughline.platform.ui.lists import ListScreen
from throughline.platform.ui.registry import Screen, screens
from throughline.platform.ui.scans import ScanScreen
from throughline.platform.ui.search import Hit
from throughline.platform.ui.sentences import said

GROUP = "Do"


def deeds(ctx: Ctx, words: str) -> list[Hit]:
    """Give what can be done and answers to the words, what begins with them first; without words, all of it."""
    wanted = words.casefold().split()
    found: dict[str, Hit] = {}
    for hit in (*_forms(ctx), *_on_many(ctx), *_scans(ctx)):
        if all(any(part.startswith(word) for part in _parts(hit)) for word in wanted):
            found.setdefault(hit.label, hit)
    begin = wanted[0] if wanted else ""
    return sorted(found.values(), key=lambda hit: (not said(hit.label).casefold().startswith(begin), said(hit.label)))


def _parts(hit: Hit) -> list[str]:
    return f"{hit.label} {said(hit.label)} {hit.detail}".casefold().split()


def _forms(ctx: Ctx) -> Iterator[Hit]:
    for form in screens:
        if not isinstance(form, OperationForm) or (form.needed and not ctx.may(form.needed)):
            continue
        name = form.title if isinstance(form.title, str) else form.submit_label
        name = name.rstrip("?")
        if not form.needs_subject:
            yield Hit(name, form.path, icon="bolt", group=GROUP)
            continue
        place = _place(ctx, form.parent)
        if place is not None:
            yield Hit(name, place.path, detail=f"{said(place.name)}: {said('choose one')}", icon="list", group=GROUP)


def _place(ctx: Ctx, slug: str) -> Screen | None:
    """Find the list or board in which the document of a form is chosen."""
    for kind in (ListScreen, Board):
        place = screens.find(kind, slug) if slug else None
        if isinstance(place, Screen) and (not place.permission or ctx.may(place.permission)):
            return place
    return None


def _on_many(ctx: Ctx) -> Iterator[Hit]:
    for screen in screens:
        if not isinstance(screen, ListScreen | Board) or (screen.permission and not ctx.may(screen.permission)):
            continue
        for bulk in screen.bulk:
            if bulk.allowed(ctx):
                detail = f"{said(screen.name)}: {said('tick them')}"
                yield Hit(bulk.verb, screen.path, detail=detail, icon="checks", group=GROUP)


def _scans(ctx: Ctx) -> Iterator[Hit]:
    for screen in screens:
        if isinstance(screen, ScanScreen) and (not screen.permission or ctx.may(screen.permission)):
            yield Hit(screen.name, screen.path, icon="barcode", group=GROUP)
