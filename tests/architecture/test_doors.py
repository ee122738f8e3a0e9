"""Whatever a person may do has a screen: an operation without one says here why."""

from throughline.platform.operations import OPERATIONS
from throughline.platform.ui import ListScreen, OperationForm, screens

#: Operations that screens reach in another way than by a form named after them, and those that are no person's.
ELSEWHERE = {
    "access.": "signing in and the account have pages of their own",
    "integrations.": "imports move by their own page and by the worker; external ids are for programs",
    "governance.extend_calendars": "the worker looks ahead by itself",
    "governance.found_company": "the administrator's command founds a company",
    "governance.note_failure": "the worker notes what failed",
    "governance.note_proof": "the nightly proof",
    "governance.read_notifications": "opening a notice reads it",
    "governance.revoke_own_tokens": "a bulk deed of the list of tokens",
    "governance.revoke_tokens": "a bulk deed of the list of tokens",
    "inventory.change_bins": "a bulk deed of the list of bins",
    "inventory.rebalance_items": "a flow fits promises when stock changes",
    "inventory.set_up_site": "a flow sets up a site when it is opened",
    "ledger.set_up_books": "a flow sets up the books when a company is founded",
    "logistics.watch_deliveries": "the worker's watch",
    "inventory.set_expired_apart": "the worker's night",
    "pricing.remove_prices": "a bulk deed of the list of prices",
    "sales.apply_amendments": "a flow applies what was approved",
    "sales.recheck_quotes": "a flow looks again when a cause goes",
    "sales.report_moved_promises": "a flow tells who was moved",
    "sales.settle_orders": "a flow keeps progress",
    "settlement.open_balances": "the import of open items",
    "settlement.reverse_openings": "undoing the import of open items",
    "settlement.recheck_credit_holds": "a flow looks again when money came",
    "settlement.set_disputes": "a form of one item, a bulk deed of the list",
    "warehouse.count_again": "a flow asks again for a count that was refused",
    "warehouse.release_demands": "the release workbench",
    "warehouse.withdraw_picks": "a flow withdraws work that is in vain",
}


def test_every_operation_has_a_screen_or_says_why_not() -> None:
    reached = {screen.called for screen in screens if isinstance(screen, OperationForm)}
    for screen in screens:
        if isinstance(screen, ListScreen):
            reached |= {bulk.operation for bulk in screen.bulk if isinstance(bulk.operation, str)}
    missing = [
        name
        for name in sorted(OPERATIONS)
        if name not in reached and name not in ELSEWHERE and not name.startswith(("access.", "integrations."))
    ]
    assert [name for name in missing if ".testing." not in name and "_tests." not in name] == []


def test_nothing_is_excused_that_is_gone() -> None:
    named = {name for name in ELSEWHERE if not name.endswith(".")}
    assert named - set(OPERATIONS) == set()
