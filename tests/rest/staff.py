"""Callers for every duty, so that each operation is called by somebody who may."""

from functools import cache

from tests.rest.caller import Caller, caller
from tests.world import STAFF, World, new_world
from throughline.governance.public import Duty
from throughline.platform.operations import OPERATIONS


class Staff:
    """A company whose programs hold a token for every duty."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._by_duty = {str(duty): person for person, duties in STAFF.items() for duty in duties}
        self._callers: dict[str, Caller] = {}

    def of(self, operation: str) -> Caller:
        """Give who may call an operation."""
        spec = OPERATIONS.get(operation)
        return self.with_duty(spec.duty if spec else "")

    def with_duty(self, duty: str) -> Caller:
        """Give who holds a duty; what needs none is done by the desk."""
        person = self._by_duty.get(duty, "desk")
        if duty == str(Duty.ADMINISTRATION):
            person = "admin"
            if person not in self.world.people:
                self.world.people[person] = _admin(self.world)
        if person not in self._callers:
            self._callers[person] = caller(self.world, person)
        return self._callers[person]


def _admin(world: World) -> int:
    from throughline.platform.permissions import User

    name = f"admin-{world.company_id}"
    return User.objects.using("owner").create(username=name, name="Admin").pk


@cache
def staff() -> Staff:
    """Give one company with stock, customers and an order for all cases of a run."""
    world = new_world()
    item = world.item("P", stock=500, cost=6, price=10)
    world.order(world.customer(), [(item, 4)])
    return Staff(world)
