"""What a company needs from each module before it can work: the steps of the first day beside those of governance."""

from datetime import UTC, datetime, timedelta

from throughline.platform.database.backups import backup_folder, newest_backup
from throughline.platform.operations import Ctx
from throughline.platform.ui import Action, form_url, list_url
from throughline.platform.ui.first_day import Standing, Step, counted
from throughline.platform.ui.formats import duration

#: An older backup is none to rely on.
FRESH = timedelta(hours=26)


def _backup(ctx: Ctx) -> Standing:
    age = newest_backup(backup_folder(), datetime.now(UTC))
    if age is None:
        return Standing(False, "no finished backup is found")
    return Standing(age <= FRESH, f"the newest is {duration(age)} old")


def _import(label: str, kind: str) -> Action:
    return Action(label, url=form_url("imports/new", kind=kind))


STEPS = (
    Step(24, "Make the bins", "Goods are received, found and picked at a bin.",
         counted("inventory_location", "bins", where="kind = 'bin'"),
         Action("Make bins", form="bins/make", dialog=False),
         "inventory.location.change"),
    Step(26, "Set the rates of tax", "An invoice takes its tax from them, by customer and item.",
         counted("billing_tax_rate", "rates"), Action("Open tax rates", url=list_url("tax-rates")),
         "billing.tax.change"),
    Step(27, "Set the payment terms", "Due dates and cash discounts come from them.",
         counted("parties_payment_terms", "terms", shared=True),
         Action("Open payment terms", url=list_url("payment-terms")),
         "parties.terms.change"),
    Step(28, "Set up the books", "Every delivery and every invoice is posted to an account.",
         counted("ledger_account", "accounts", needed=10), Action("Open ledger", url=list_url("ledger")),
         "ledger.account.change"),
    Step(50, "Import the items", "Nothing is sold, counted or priced without its item.",
         counted("catalog_item", "items", shared=True), _import("Import items", "items"), "integrations.import.run"),
    Step(52, "Import the customers", "Terms, addresses and credit limits come with them.",
         counted("parties_customer", "customers"), _import("Import customers", "customers"),
         "integrations.import.run"),
    Step(54, "Import the prices", "A line without a price is asked for by hand, each time.",
         counted("pricing_price", "prices"), _import("Import prices", "prices"), "integrations.import.run"),
    Step(60, "Import the opening stock", "Promises are made from what lies in bins, valued at its cost.",
         counted("inventory_balance", "places with goods", where="on_hand > 0"), _import("Import stock", "stock"),
         "integrations.import.run"),
    Step(62, "Import the open items", "What customers owe already counts towards their credit limit.",
         counted("settlement_open_item", "open items"), _import("Import open items", "receivables"),
         "integrations.import.run"),
    Step(80, "Take a first order down the line", "From quote to invoice, with people in their own roles.",
         counted("billing_invoice", "invoices", where="state = 'posted'"),
         Action("New quote", form="quotes/new", dialog=False), "sales.order.quote", proves=True),
    Step(90, "Have a backup made every day",
         "The commands throughline backup and throughline restore; try the way back once, elsewhere.", _backup),
)  # fmt: skip
