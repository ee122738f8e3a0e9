"""Making the screens of integrations known, and how imports are called."""

from collections.abc import Iterable, Mapping

from throughline.modules.integrations.ui import external, files, forms, lists, record
from throughline.platform import refs
from throughline.platform.ui import record_url, screens, search
from throughline.platform.ui.slots import record_sections


def _imports(ids: Iterable[int]) -> Mapping[int, refs.Shown]:
    return {number: refs.Shown("Import", f"Import {number}", record_url("imports", number)) for number in ids}


def register() -> None:
    """Register screens and refs."""
    screens.register(lists.LIST, lists.KINDS_LIST, lists.LINES, record.RECORD, files.FILES)
    screens.register(forms.NEW, forms.MAP, forms.COMMIT, forms.UNDO, forms.STOP, forms.HERE, external.ADD)
    record_sections.register(external.sections, rank=40)
    search.register(external.find)
    refs.register("integrations.import", _imports)
