"""The guard at every request: a session that is over ends, and who must set up a second factor does that first."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from throughline.governance.signin.entering import MUST, must_set_up
from throughline.governance.signin.policies import standard_for
from throughline.platform.models import User
from throughline.platform.operations import system_clock
from throughline.platform.signin import sessions

#: Where one may go while something has to be set up first.
OPEN = ("/account/", "/sign-out/", "/sign-in/", "/company/")


class SessionGuard:
    """Middleware after authentication. One statement a request; terms are looked at anew every few minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and user.is_authenticated:
            refused = self._judge(request, user)
            if refused is not None:
                return refused
        return self._answer(request)

    def _judge(self, request: HttpRequest, user: User) -> HttpResponse | None:
        now = system_clock()
        browser = sessions.present(str(request.session.session_key))
        if browser is None:
            sessions.begin(request, user.pk, "other", standard_for(user.pk).terms, now)
            request.session[MUST] = must_set_up(user)
        elif sessions.is_over(browser, now):
            sessions.end(user.pk, [browser.id])
            logout(request)
            return None
        else:
            if now - browser.seen_at > sessions.STALE and browser.method not in ("passkey", "openid_second"):
                request.session[MUST] = must_set_up(user)
            sessions.seen(browser, now)
        if request.session.get(MUST) and not request.path.startswith(OPEN):
            if request.headers.get("HX-Request") == "true":
                response = HttpResponse(status=403)
                response["HX-Redirect"] = "/account/"
                return response
            return HttpResponseRedirect("/account/")
        return None
