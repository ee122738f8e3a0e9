"""Addresses of the product: those of the registered screens, and the pages that answer for errors."""

from django.urls import URLPattern, URLResolver

from throughline.governance.signin.account import account_routes
from throughline.governance.signin.doors import door_routes
from throughline.governance.signin.proving import proving_routes
from throughline.governance.ui.access_forms import link_routes
from throughline.governance.ui.history import history_routes
from throughline.platform.rest.urls import rest_urls
from throughline.platform.ui.urls import screen_urls
from throughline.web.observing.pages import watch_routes

urlpatterns: list[URLPattern | URLResolver] = [
    *watch_routes(),
    *door_routes(),
    *account_routes(),
    *proving_routes(),
    *link_routes(),
    *history_routes(),
    *rest_urls(),
    *screen_urls(),
]

handler400 = "throughline.platform.ui.errors.bad_request"
handler403 = "throughline.platform.ui.errors.forbidden"
handler404 = "throughline.platform.ui.errors.not_found"
handler500 = "throughline.platform.ui.errors.broken"
