"""What everybody in the story of the demo company stands on: its people, its goods, its clock and its chances."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from throughline.platform import events
from throughline.platform.operations import Ctx
from throughline.web.demo.masters import Masters


class Clock:
    """The clock of the story: it stands where it was set, and runs on by minutes within a day."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def begin(self, day: date) -> None:
        """Set it to the beginning of a working day."""
        self.moment = datetime.combine(day, time(7, 30), UTC)

    def on(self, minutes: int) -> None:
        """Let minutes pass."""
        self.moment += timedelta(minutes=minutes)


class Stage:
    """The company as the story finds it. `kept` names orders that wait where it wants them: order -> last stage."""

    def __init__(self, staff: Mapping[str, Ctx], masters: Masters, clock: Clock, chance: Random) -> None:
        self.staff, self.masters, self.clock, self.chance = staff, masters, clock, chance
        self.company_id = staff["desk"].company_id
        self.kept: dict[int, str] = {}

    def react(self) -> None:
        """Let the company react to what was announced."""
        self.clock.on(7)
        events.drain(self.company_id, clock=self.clock)
