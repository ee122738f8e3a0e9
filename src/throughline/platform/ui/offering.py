"""What is offered to a reader: no action whose form is not his to open."""

from collections.abc import Iterable

from throughline.platform.operations import Ctx
from throughline.platform.ui.forms import OperationForm
from throughline.platform.ui.registry import screens
from throughline.platform.ui.values import Action


def is_offered(action: Action, ctx: Ctx) -> bool:
    """Say whether the form behind an action is this reader's to open."""
    form = screens.find(OperationForm, action.form) if action.form else None
    return form is None or not form.needed or ctx.may(form.needed)


def offered(actions: Iterable[Action], ctx: Ctx) -> list[Action]:
    """Give the actions that a reader may take."""
    return [action for action in actions if is_offered(action, ctx)]
