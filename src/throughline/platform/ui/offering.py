"""What is offered to a reader: nothing that a click would refuse."""

from collections.abc import Iterable
from dataclasses import replace

from throughline.platform.operations import Ctx
from throughline.platform.ui.forms import OperationForm
from throughline.platform.ui.registry import screens
from throughline.platform.ui.values import Action


def offered(action: Action, ctx: Ctx) -> bool:
    """Say whether what is behind an action is this reader's to open: its form, or the screen at its address.

    One that says why it cannot be done is shown, as it leads nowhere.
    """
    screen = screens.at(action.href)
    needed = screen.needed if isinstance(screen, OperationForm) else screen.permission if screen else ""
    return bool(action.disabled_reason) or not needed or ctx.may(needed)


def offered_of(actions: Iterable[Action], ctx: Ctx) -> list[Action]:
    """Give the actions that are this reader's."""
    return [action for action in actions if offered(action, ctx)]


def led_by_one(actions: Iterable[Action]) -> list[Action]:
    """Let the first action that is primary lead, and no other: two that shout are heard as none."""
    kept, led = list[Action](), False
    for action in actions:
        kept.append(replace(action, primary=False) if action.primary and led else action)
        led = led or action.primary
    return kept
