"""The door of integrations."""

from throughline.modules.integrations.operations.ask_import import ask_import, stop_import
from throughline.modules.integrations.operations.check_import import check_import
from throughline.modules.integrations.operations.commit_import import commit_import
from throughline.modules.integrations.operations.do_imports import do_wanted, import_once, keep_importing
from throughline.modules.integrations.operations.map_import import map_import
from throughline.modules.integrations.operations.start_import import start_import
from throughline.modules.integrations.operations.undo_import import undo_import
from throughline.modules.integrations.queries.imports import import_by_id, import_rows

__all__ = [
    "ask_import",
    "check_import",
    "commit_import",
    "do_wanted",
    "import_by_id",
    "import_once",
    "import_rows",
    "keep_importing",
    "map_import",
    "start_import",
    "stop_import",
    "undo_import",
]
