"""What boards of the floor share: the documents that threads began with."""

from throughline.kernel.refs import DocumentRef
from throughline.platform import refs


def documents(roots: "set[tuple[str | None, int | None]]") -> dict[tuple[str | None, int | None], refs.Shown]:
    """Give label and link of the documents that threads began with, one question a kind."""
    wanted = {(kind, number): DocumentRef(kind, number) for kind, number in roots if kind and number}
    shown = refs.resolve(wanted.values())
    return {key: shown[ref] for key, ref in wanted.items()}
