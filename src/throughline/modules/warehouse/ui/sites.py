"""What boards of the floor share: the way to the other sites, and the documents that threads began with."""

from throughline.governance.public import SiteFacts
from throughline.kernel.refs import DocumentRef
from throughline.platform import refs
from throughline.platform.ui import Action, list_url


def others(slug: str, sites: list[SiteFacts]) -> list[Action]:
    """Offer the same screen for the other sites."""
    return [Action(site.name, url=list_url(slug, site=site.id)) for site in sites]


def documents(roots: "set[tuple[str | None, int | None]]") -> dict[tuple[str | None, int | None], refs.Shown]:
    """Give label and link of the documents that threads began with, one question a kind."""
    wanted = {(kind, number): DocumentRef(kind, number) for kind, number in roots if kind and number}
    shown = refs.resolve(wanted.values())
    return {key: shown[ref] for key, ref in wanted.items()}
