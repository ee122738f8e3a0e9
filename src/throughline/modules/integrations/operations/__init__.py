"""Taking a file from upload to commit and back.

`start_import`, `map_import` and the notes of progress are operations of this module. `check_import`, `commit_import`
and `undo_import` are series: they call the operations of the modules that own the data, 1,000 lines a transaction,
and go on where they were after a crash.
"""

from throughline.modules.integrations.operations import (
    ask_import,
    check_import,
    commit_import,
    do_imports,
    map_import,
    name_records,
    note_progress,
    start_import,
    undo_import,
)

__all__ = [
    "ask_import",
    "check_import",
    "commit_import",
    "do_imports",
    "map_import",
    "name_records",
    "note_progress",
    "start_import",
    "undo_import",
]
