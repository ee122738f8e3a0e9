"""What answers at which address: each kind of screen has its pages, and the shell stands around them.

Declarations know the registry, views know declarations, and only this knows both.
"""

from functools import singledispatch

from django.conf import settings
from django.urls import URLPattern

from throughline.platform.ui.board_view import board_routes
from throughline.platform.ui.boards import Board
from throughline.platform.ui.form_view import form_routes
from throughline.platform.ui.forms import OperationForm
from throughline.platform.ui.list_view import list_routes
from throughline.platform.ui.lists import ListScreen
from throughline.platform.ui.queue_view import queue_routes
from throughline.platform.ui.queues import QueueScreen
from throughline.platform.ui.record_view import record_routes
from throughline.platform.ui.records import RecordScreen
from throughline.platform.ui.registry import Screen, screens
from throughline.platform.ui.scan_view import scan_routes
from throughline.platform.ui.scans import ScanScreen
from throughline.platform.ui.shell_views import shell_routes


def screen_urls() -> list[URLPattern]:
    """Give the urls of all registered screens and of the shell around them, for web/urls.py."""
    return [*shell_routes(), *_gallery(), *(route for screen in screens for route in routes_of(screen))]


def _gallery() -> list[URLPattern]:
    if not settings.DEBUG:
        return []
    from throughline.platform.ui.gallery import gallery_routes  # sample data is for development only

    return gallery_routes()


@singledispatch
def routes_of(screen: Screen) -> list[URLPattern]:
    """Give the urls of a screen: what it says itself, where it is of no kind that the kit draws."""
    return list(screen.routes())


routes_of.register(Board)(board_routes)
routes_of.register(ListScreen)(list_routes)
routes_of.register(OperationForm)(form_routes)
routes_of.register(QueueScreen)(queue_routes)
routes_of.register(RecordScreen)(record_routes)
routes_of.register(ScanScreen)(scan_routes)
