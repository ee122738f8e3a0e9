"""The gallery: every component with sample data, for development only (settings.DEBUG)."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.platform.operations import Ctx
from throughline.platform.ui.access import page, screen_view
from throughline.platform.ui.gallery_order import ORDER_LIST, ORDER_RECORD, WHYS
from throughline.platform.ui.gallery_samples import DROP_SHIP, HELD, HOLDS, PAID, PURCHASE, VOCABULARY
from throughline.platform.ui.gallery_work import BOARD, HOLD_FORM, HOME, ITEM_LOOKUP, QUOTE_FORM, SCAN, find_orders
from throughline.platform.ui.registry import screens
from throughline.platform.ui.search import lookups, search
from throughline.platform.ui.shell import Crumb
from throughline.platform.ui.why import whys

PAGES = [
    ("List", "/ui/gallery/orders/"),
    ("Empty list", "/ui/gallery/orders/?view=late"),
    ("Record with throughline", "/ui/gallery/orders/104872/"),
    ("Form with line grid", "/do/ui/gallery/quote/"),
    ("Workbench", "/ui/gallery/release/"),
    ("Home", "/ui/gallery/home/"),
    ("Scan step", "/ui/gallery/scan/"),
    ("Not found", "/ui/gallery/nowhere/"),
]


def gallery_routes() -> list[URLPattern]:
    """Register the sample screens and give the address of the overview."""
    screens.register(ORDER_LIST, ORDER_RECORD, QUOTE_FORM, HOLD_FORM, BOARD, HOME, SCAN)
    if lookups.get(ITEM_LOOKUP.slug) is None:
        lookups.register(ITEM_LOOKUP)
        whys.register(*WHYS)
        search.register(find_orders)
    return [path("ui/gallery/", screen_view(show), name="gallery")]


def show(request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Show every state of the components, and the way to the sample pages."""
    context = {"lines": [HELD, PAID, DROP_SHIP, PURCHASE], "vocabulary": VOCABULARY, "holds": HOLDS, "pages": PAGES}
    return page(request, ctx, "ui/gallery.html", context, crumbs=[Crumb("Component states")])
