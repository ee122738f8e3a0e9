"""Which site a screen of the floor is about."""

from throughline.governance.public import SiteFacts, sites
from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotReady
from throughline.kernel.refs import DocumentRef
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import Action, ListRequest, list_url


def site_of(ctx: Ctx, asked: str | None) -> tuple[SiteFacts, list[SiteFacts]]:
    """Give the site asked for, or the company's first, and the others."""
    found = sites(ctx)
    if not found:
        raise NotReady("no_site", "The company has no site yet; open one first.")
    number = int(asked) if asked and is_id(asked) and int(asked) in found else next(iter(found))
    return found[number], [site for site in found.values() if site.id != number]


def others(slug: str, sites: list[SiteFacts]) -> list[Action]:
    """Offer the same screen for the other sites."""
    return [Action(site.name, url=list_url(slug, site=site.id)) for site in sites]


def asked_site(ctx: Ctx, asked: ListRequest) -> tuple[SiteFacts, list[SiteFacts]]:
    """Give the site that a board's address names."""
    return site_of(ctx, asked.one("site"))


def site_choices(ctx: Ctx) -> list[tuple[str, str]]:
    """Give the company's sites to choose from."""
    return [(str(site.id), site.name) for site in sites(ctx).values()]


def documents(roots: "set[tuple[str | None, int | None]]") -> dict[tuple[str | None, int | None], refs.Shown]:
    """Give label and link of the documents that threads began with, one question a kind."""
    wanted = {(kind, number): DocumentRef(kind, number) for kind, number in roots if kind and number}
    shown = refs.resolve(wanted.values())
    return {key: shown[ref] for key, ref in wanted.items()}
