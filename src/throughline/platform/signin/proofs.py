"""When the person at a browser last proved to be the one who signed in, and the refusal that asks for it again."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest

from throughline.kernel.errors import NotAllowed

#: Where the session keeps the moment.
PROVED_KEY = "proved_at"


class ProofNeeded(NotAllowed):
    """What is asked lets somebody in or gives power: who sits at the browser proves once more who that is."""


def proved_at(request: HttpRequest) -> datetime:
    """Give when the person of a session last proved itself; long ago where nothing is known."""
    return datetime.fromtimestamp(request.session.get(PROVED_KEY, 0), UTC)


Prover = Callable[[HttpRequest, str], None]
_prover: list[Prover] = []


def set_prover(prover: Prover) -> None:
    """Register what checks a password typed beside what asks for it, and notes the proof in the session."""
    _prover[:] = [prover]


def prove(request: HttpRequest, password: str) -> None:
    """Let the person at this browser prove itself by the password, or refuse."""
    _prover[0](request, password)
