"""The page of a scan step: one form, posted by the scanner's Enter or a big button."""

from dataclasses import replace
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.kernel.errors import DomainError, NotAllowed
from throughline.platform.operations import Ctx, reading
from throughline.platform.ui.access import fragment, is_fragment, page, screen_view
from throughline.platform.ui.scans import Feedback, Scan, ScanScreen, ScanStep, scans_of
from throughline.platform.ui.shell import Crumb

ICONS = {"ask": "barcode", "ok": "circle-check", "bad": "octagon-off", "short": "alert-triangle"}
PART = "scan"


def scan_routes(screen: ScanScreen) -> list[URLPattern]:
    """Give the url of a scan screen."""

    def handle(request: HttpRequest, ctx: Ctx) -> HttpResponse:
        if request.method == "POST":
            key = request.POST.get("key", "")[:60]
            return draw(screen, request, ctx, answered(screen, request, replace(ctx, idempotency_key=key or None)))
        return draw(screen, request, ctx, screen.step(ctx, {key: str(value) for key, value in request.GET.items()}))

    return [path(f"{screen.slug}/", screen_view(handle, screen.permission), name=f"scan-{screen.slug}")]


def choose(request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Show the scan screens of a person as big buttons; who has none is refused like at any of them."""
    scans = scans_of(ctx)
    if not scans:
        raise NotAllowed("permission_missing", "No scanner is open to your roles; ask whoever gives them.")
    return page(request, ctx, "ui/scans.html", {"scans": scans}, crumbs=[Crumb("Scan")])


def answered(screen: ScanScreen, request: HttpRequest, ctx: Ctx) -> ScanStep:
    """Give the step after a scan; a refusal asks the same thing again and says what was wrong.

    A step sent twice after the world moved on by the first is no mistake of the person: it is told as done.
    """
    state = {key.removeprefix("state-"): str(value) for key, value in request.POST.items() if key.startswith("state-")}
    post = request.POST
    scan = Scan(post.get("code", "").strip(), post.get("action", ""), post.get("quantity", "").strip(), state)
    try:
        return screen.scan(ctx, scan)
    except DomainError as error:
        with reading(ctx):
            step = screen.step(ctx, state)
        if error.code == "idempotency_key_reused":
            return replace(step, feedback=Feedback("ok", "Done already", "It was sent twice and is done once"))
        read = f"You scanned {scan.code}" if scan.code else ""
        return replace(step, feedback=Feedback("bad", error.message, read))


def draw(screen: ScanScreen, request: HttpRequest, ctx: Ctx, step: ScanStep) -> HttpResponse:
    """Draw a step, alone or with the page around it."""
    bay, level = step.rack or (0, 0)
    context = {
        "screen": screen,
        "step": step,
        "key": uuid4().hex,
        "icon_name": ICONS[step.feedback.kind],
        "rack": [(row, column) == (level, bay) for row in range(5, 0, -1) for column in range(1, 5)]
        if step.rack
        else [],
        "reasons": [action for action in step.actions if action.reason],
        "primary": [action for action in step.actions if action.primary],
        "others": [action for action in step.actions if not action.primary and not action.reason],
    }
    if is_fragment(request, PART):
        return fragment(request, ctx, "ui/scan_body.html", context)
    return page(request, ctx, "ui/scan.html", context, crumbs=[Crumb(screen.name)])
