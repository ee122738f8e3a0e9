"""Headers that keep a page to itself: what it may load, who may frame it, what leaves with a link."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

#: Scripts and stylesheets come from us and from files only. Attributes `style` hold widths of bars and columns as
#: custom properties (a test of the templates sees to that), so they are allowed, while `<style>` is not.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "script-src-attr 'none'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "worker-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}


class SafeHeaders:
    """Middleware in front of all others, so that refusals and files carry the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        return response
