"""The door of returns."""

from throughline.modules.returns.operations.receive_returns import ReturnInput, ReturnLineInput, receive_returns
from throughline.modules.returns.operations.receive_unreferenced import (
    UnreferencedInput,
    UnreferencedLine,
    receive_unreferenced,
)
from throughline.modules.returns.queries import ReturnFacts, ReturnLineFacts, lines_of, returns

__all__ = [
    "ReturnFacts",
    "ReturnInput",
    "ReturnLineFacts",
    "ReturnLineInput",
    "UnreferencedInput",
    "UnreferencedLine",
    "lines_of",
    "receive_returns",
    "receive_unreferenced",
    "returns",
]
