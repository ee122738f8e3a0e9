"""What returns add to the product's screens."""

from throughline.modules.returns.permissions import READ
from throughline.modules.returns.ui import forms, on_thread, returns
from throughline.platform import refs
from throughline.platform.ui import lookups, screens, slots
from throughline.platform.ui.numbered import Numbered, register_numbered


def register() -> None:
    """Add the screens of returns, and say how returns are shown to others."""
    screens.register(returns.LIST, returns.RECORD, forms.FORM, forms.UNREFERENCED)
    lookups.register(forms.DELIVERED, forms.LOTS)
    refs.register("returns.return", returns.shown)
    register_numbered(Numbered("returns", "Return", "returns_return", READ, "arrow-back-up"))
    slots.thread_flags.register(on_thread.flags)
    slots.thread_documents.register(on_thread.documents)
