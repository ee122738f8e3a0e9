"""Pick lists on paper: the picks of a release, or of one order, in walking order."""

from collections.abc import Sequence
from pathlib import Path

from throughline.governance.public import company, site_asked
from throughline.kernel.errors import NotFound
from throughline.modules.warehouse.permissions import READ_TASKS
from throughline.modules.warehouse.queries.lists import WorkTask, tasks_beside, tasks_of_release
from throughline.modules.warehouse.queries.papers import release_rows
from throughline.modules.warehouse.ui.sites import documents
from throughline.platform.operations import Ctx
from throughline.platform.printing import Printed, typeset
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import MISSING, day, quantity
from throughline.platform.ui.printing import Paper
from throughline.platform.ui.sentences import printed

TEMPLATE = Path(__file__).with_name("picklist.typ")
STATES = {"done": "done", "short": "short", "cancelled": "cancelled"}


def pick_list(ctx: Ctx, title: str, name: str, tasks: Sequence[WorkTask]) -> Printed:
    """Print tasks in the order given."""
    names = documents({(task.root_kind, task.root_id) for task in tasks})
    site = site_asked(ctx, str(tasks[0].site_id))[0].name if tasks else ""
    bins = len({task.place for task in tasks})
    words = {
        "title": title,
        "where": f"{company(ctx).name}, {site}",
        "sentence": f"{len(tasks)} {plural('pick', len(tasks))} at {bins} {plural('bin', bins)}, "
        f"printed {day(ctx.today)}",
        "tasks": [
            {
                "place": task.place or MISSING,
                "code": task.item_code,
                "name": task.item_name,
                "lot": task.lot_code or "",
                "quantity": quantity(task.quantity, task.unit),
                "order": shown.label if (shown := names.get((task.root_kind, task.root_id))) else "",
                "party": task.party or "",
                "due": day(task.due_on) if task.due_on else "",
                "done": STATES.get(task.state, ""),
            }
            for task in tasks
        ],
    }
    return Printed(f"{name}.pdf", typeset(TEMPLATE, printed(words)))


def _of_release(ctx: Ctx, release_id: int) -> Printed:
    if not release_rows(ctx, ids=[release_id], size=1):
        raise NotFound("release_unknown", "There is no such release.", release=release_id)
    return pick_list(ctx, f"Pick list R-{release_id}", f"pick-list-R-{release_id}", tasks_of_release(ctx, release_id))


def _of_order(ctx: Ctx, task_id: int) -> Printed:
    tasks = [task for task in tasks_beside(ctx, task_id) if task.state == "ready"]
    if not tasks:
        raise NotFound("nothing_to_pick", "Nothing of this order waits to be picked.", task=task_id)
    names = documents({(tasks[0].root_kind, tasks[0].root_id)})
    shown = names.get((tasks[0].root_kind, tasks[0].root_id))
    label = shown.label if shown else f"Task {task_id}"
    return pick_list(ctx, f"Pick list {label}", f"pick-list-{label}", tasks)


OF_RELEASE = Paper(slug="releases", file="pick-list.pdf", permission=READ_TASKS, make=_of_release)
OF_ORDER = Paper(slug="picking", file="pick-list.pdf", permission=READ_TASKS, make=_of_order)
