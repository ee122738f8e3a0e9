"""Addresses of the product: those of the registered screens, and the pages that answer for errors."""

from django.urls import URLPattern, URLResolver

from throughline.platform.rest.urls import rest_urls
from throughline.platform.ui import screens

urlpatterns: list[URLPattern | URLResolver] = [*rest_urls(), *screens.urls()]

handler400 = "throughline.platform.ui.errors.bad_request"
handler403 = "throughline.platform.ui.errors.forbidden"
handler404 = "throughline.platform.ui.errors.not_found"
handler500 = "throughline.platform.ui.errors.broken"
