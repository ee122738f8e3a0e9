"""A random run of operations: what is refused is refused whole, and every promise is proved at its end."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine

from tests.world import World
from throughline.kernel.errors import DomainError


class Run(RuleBasedStateMachine):
    """A company to which things happen in any order."""

    world: World

    def tried(self, call: Any) -> Any:
        """Do what may be refused, and let the company react."""
        try:
            done = call()
        except DomainError:
            done = None
        self.world.react()
        return done

    def teardown(self) -> None:
        """Prove everything at the end of the run."""
        if hasattr(self, "world"):
            self.world.verify()


def runs(examples: int, steps: int) -> settings:
    """Say how many runs there are, and how long each is."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
