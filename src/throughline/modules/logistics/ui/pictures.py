"""Pictures of a proof of delivery: the signature and photos, at addresses of their shipment."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.kernel.errors import NotFound
from throughline.modules.documents.public import FileInfo, file, files_of
from throughline.modules.logistics.permissions import READ_SHIPMENTS
from throughline.platform.operations import Ctx
from throughline.platform.printing import Printed
from throughline.platform.ui import Screen
from throughline.platform.ui.access import screen_view
from throughline.platform.ui.printing import answer

SHIPMENT = "logistics.shipment"
ROLES = ("signature", "photo")


def pictures_of(ctx: Ctx, shipment_id: int) -> list[FileInfo]:
    """List the pictures of a shipment's proof, the signature first."""
    found = [one for one in files_of(ctx, SHIPMENT, shipment_id) if one.role in ROLES]
    return sorted(found, key=lambda one: (ROLES.index(one.role), one.id))


def picture_url(shipment_id: int, file_id: int) -> str:
    """Give the address of a picture."""
    return f"/shipments/{shipment_id}/proof/{file_id}/"


def show(request: HttpRequest, ctx: Ctx, number: int, picture: int) -> HttpResponse:
    """Answer with a picture of this shipment's proof, and with no other file."""
    if picture not in {one.id for one in pictures_of(ctx, number)}:
        raise NotFound("picture_unknown", "The shipment has no such picture.", shipment=number)
    kept = file(ctx, picture)
    return answer(Printed(kept.name, kept.content, kept.content_type))


class ProofPictures(Screen):
    """The address of a picture: `/shipments/<id>/proof/<file>/`."""

    def routes(self) -> Sequence[URLPattern]:
        view = screen_view(show, self.permission)
        return [path(f"{self.slug}/<int:number>/proof/<int:picture>/", view, name="proof-picture")]


PICTURES = ProofPictures(slug="shipments", permission=READ_SHIPMENTS)
