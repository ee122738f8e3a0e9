"""What returns add to the product's screens."""

from throughline.modules.returns.ui import forms, returns
from throughline.platform import refs
from throughline.platform.ui import lookups, screens, search


def register() -> None:
    """Add the screens of returns, and say how returns are shown to others."""
    screens.register(returns.LIST, returns.RECORD, forms.FORM, forms.UNREFERENCED)
    lookups.register(forms.DELIVERED)
    refs.register("returns.return", returns.shown)
    search.register(returns.search_returns)
