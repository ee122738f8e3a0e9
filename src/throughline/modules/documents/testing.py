"""Files for tests: the act that higher modules call, inside an operation of its own."""

from collections.abc import Sequence

from throughline.modules.documents.public import NewFile, store
from throughline.platform.operations import Ctx, operation


@operation("documents.testing.keep", permission="documents.testing")
def keep(ctx: Ctx, *, files: Sequence[NewFile]) -> list[int]:
    """Keep files as a higher module would, and give their ids."""
    return store(ctx, files)
