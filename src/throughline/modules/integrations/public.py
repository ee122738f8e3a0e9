"""The door of integrations."""

from throughline.modules.integrations.operations.check_import import check_import
from throughline.modules.integrations.operations.commit_import import commit_import
from throughline.modules.integrations.operations.map_import import map_import
from throughline.modules.integrations.operations.start_import import start_import
from throughline.modules.integrations.operations.undo_import import undo_import
from throughline.modules.integrations.queries.imports import import_by_id, import_rows

__all__ = [
    "check_import",
    "commit_import",
    "import_by_id",
    "import_rows",
    "map_import",
    "start_import",
    "undo_import",
]
