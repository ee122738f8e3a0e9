"""The addresses of printed papers: a record as a PDF, or as text for a printer of labels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.platform.operations import Ctx
from throughline.platform.printing import Printed
from throughline.platform.ui.access import screen_view
from throughline.platform.ui.registry import Screen


@dataclass(frozen=True, kw_only=True)
class Paper(Screen):
    """A paper of the record `/<slug>/<id>/`, at `/<slug>/<id>/<file>`; `make` reads and sets it."""

    file: str
    make: Callable[[Ctx, int], Printed]

    @property
    def key(self) -> str:
        """Tell the papers of one record apart."""
        return f"Paper:{self.slug}/{self.file}"

    def address(self, number: int) -> str:
        """Give the address of the paper of a record."""
        return f"/{self.slug}/{number}/{self.file}"

    def routes(self) -> Sequence[URLPattern]:
        """Give the url that answers with the paper."""

        def show(request: HttpRequest, ctx: Ctx, number: int) -> HttpResponse:
            return answer(self.make(ctx, number))

        name = f"paper-{self.slug}-{self.file}"
        return [path(f"{self.slug}/<int:number>/{self.file}", screen_view(show, self.permission), name=name)]


def answer(paper: Printed) -> HttpResponse:
    """Answer with a paper, shown in place and kept by nobody on the way."""
    response = HttpResponse(paper.content, content_type=paper.content_type)
    response["Content-Disposition"] = f'inline; filename="{paper.name}"'
    response["Cache-Control"] = "private, no-store"
    return response
