"""What keeps demands from the floor: holds on their threads, and the credit of their customers as it is now."""

from collections.abc import Iterable
from typing import Protocol

from throughline.governance.public import Policies
from throughline.modules.settlement.public import Owing, Stop, stopped_threads
from throughline.platform.operations import Ctx


class Rooted(Protocol):
    """What is known of a demand: the thread it serves, for whom, in which service class."""

    @property
    def thread_id(self) -> int | None:
        """The thread."""

    @property
    def party_id(self) -> int | None:
        """The customer."""

    @property
    def service_class(self) -> str:
        """The service class."""


def stopped_at_release(ctx: Ctx, demands: Iterable[Rooted], policies: Policies) -> dict[int, Stop]:
    """Give what stops the threads of demands before goods are allocated, by thread; places and lifts credit holds."""
    rooted = [(one.thread_id, one) for one in demands if one.thread_id is not None]
    owing = [Owing(thread, one.party_id, one.service_class) for thread, one in rooted if one.party_id is not None]
    return stopped_threads(ctx, ("allocate", "release"), {thread for thread, _ in rooted}, owing, policies)
