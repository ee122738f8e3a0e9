"""Tables of returns."""

from throughline.modules.returns.models.returns import Return, ReturnLine

__all__ = ["Return", "ReturnLine"]
