"""Slots: what a higher module shows on pages of lower ones, so that imports keep pointing down.

A slot is a word and what stands behind it. Whoever owns the answer registers it while the application starts;
whoever draws a page asks for it. A slot shows something, it never forbids anything.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from throughline.kernel.refs import DocumentRef
from throughline.platform.operations import Ctx
from throughline.platform.ui.line import Flag, Throughline
from throughline.platform.ui.queues import QueueGroup
from throughline.platform.ui.sections import Document, Section
from throughline.platform.ui.values import Look, OwnView

F = TypeVar("F")


class Slot(Generic[F]):
    """The functions that answer for one place, in the order of their registration or by a rank."""

    def __init__(self, meaning: str) -> None:
        self.meaning = meaning
        self._answers: list[tuple[int, F]] = []

    def register(self, answer: F, rank: int = 50) -> None:
        """Add what answers; lower ranks come first."""
        self._answers.append((rank, answer))
        self._answers.sort(key=lambda pair: pair[0])

    def answers(self) -> list[F]:
        """Give everything that answers."""
        return [answer for _, answer in self._answers]


ThreadLine = Callable[[Ctx, int], Throughline | None]
PartySections = Callable[[Ctx, int], Sequence[Section]]
#: What hangs on threads beside what the line itself knows: by thread, the place of a station and its flag.
ThreadFlags = Callable[[Ctx, Sequence[int]], Mapping[int, Sequence[tuple[int, Flag]]]]
ThreadDocuments = Callable[[Ctx, int], Sequence[Document]]
RecordSections = Callable[[Ctx, DocumentRef], Sequence[Section]]
OwnViews = Callable[[Ctx, str], Sequence[OwnView]]
Looks = Callable[[Ctx, str], Look]
WorkGroups = Callable[[Ctx], Sequence[QueueGroup]]

thread_lines: Slot[ThreadLine] = Slot("the throughline of a thread; the first that knows the thread answers")
thread_flags: Slot[ThreadFlags] = Slot("flags on the throughline, such as returns; asked once for many threads")
thread_documents: Slot[ThreadDocuments] = Slot("documents of a thread that its root does not know")
party_sections: Slot[PartySections] = Slot("sections on the record of a customer")
item_sections: Slot[PartySections] = Slot("sections on the record of an item")
approval_groups: Slot[WorkGroups] = Slot("what waits for the reader's decision beside holds and policies")
own_views: Slot[OwnViews] = Slot("the reader's saved views of a list")
looks: Slot[Looks] = Slot("how the reader wants a list to look; the first that knows answers")
record_sections: Slot[RecordSections] = Slot("what hangs on every record with a subject: notes, files, history")


def thread_line(ctx: Ctx, thread_id: int | None) -> Throughline | None:
    """Give the throughline of a thread for a document that serves it, or None where nobody knows the thread."""
    if thread_id is None:
        return None
    for answer in thread_lines.answers():
        line = answer(ctx, thread_id)
        if line is not None:
            return line
    return None
