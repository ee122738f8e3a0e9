"""Something earned that shall never be billed, for tests that want one of every document."""

from tests.world import World
from throughline.modules.billing.public import waive_events


def given_up(world: World, item: int, party: int) -> None:
    """Deliver a piece that waits for the end of the month, and ask that it is never billed."""
    world.policy("billing.policy", {"customer": party}, trigger="accepted", grouping="order", frequency="monthly")
    world.deliver(*world.ship(world.order(party, [(item, 1)])))
    ((event,),) = world.rows("SELECT id FROM billing_billable_event WHERE state = 'open' ORDER BY id DESC LIMIT 1")
    waive_events(world.as_("billing"), events=[event], reason="Goodwill")
    world.react()
