"""The people of the demo company: one per role, each with the one duty that the role needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.governance.public import Duty, Invitation, RoleInput
from throughline.platform.operations import OPERATIONS
from throughline.platform.rest import READS
from throughline.platform.ui.registry import screens

PASSWORD = "throughline"
#: Permissions inside operations that have another.
CHOOSE_METHOD, SHORTER_LOT = "warehouse.release.choose", "warehouse.pick.shorter"
LINE = ("sales", "inventory", "warehouse", "logistics", "returns", "transfers")
MASTERS = ("parties", "catalog", "pricing")
MONEY = ("billing", "settlement", "ledger")


@dataclass(frozen=True)
class Post:
    """A role of the demo with who holds it: what it reads (modules), what it may do, which queues it minds."""

    login: str
    person: str
    code: str
    name: str
    duties: Sequence[Duty]
    reads: Sequence[str]
    does: Sequence[str]
    queues: Sequence[str] = ()

    def permissions(self) -> list[str]:
        """Give everything the role may do, screens of its modules included."""
        known = {spec.permission for spec in OPERATIONS.values()} | {CHOOSE_METHOD, SHORTER_LOT}
        done = [
            code
            for code in sorted(known)
            if any(code == one or (one.endswith(".") and code.startswith(one)) for one in self.does)
        ]
        read = {one.permission for one in (*screens, *READS.values()) if one.permission.endswith(".read")}
        seen = [code for code in sorted(read) if code.split(".")[0] in self.reads]
        common = [
            "governance.token.own",
            "governance.inbox.own",
            "documents.note.write",
            "governance.exception.read",
            "governance.exception.resolve",
            "governance.hold.read",
        ]
        return [*done, *seen, *common, *(f"governance.queue.{queue}" for queue in self.queues)]


POSTS = (
    Post("admin", "Astrid Winkler", "administrator", "Administrator", [Duty.ADMINISTRATION],
         ["governance"], ["governance.access.change", "governance.token.change", "governance.delivery.retry"],
         ["system"]),
    Post("desk", "Hannah Reuter", "sales_desk", "Sales desk", [Duty.ORDER_ENTRY],
         [*LINE, *MASTERS, "billing", "settlement"],
         ["sales.order.quote", "sales.order.confirm", "sales.order.amend", "sales.order.cancel",
          "returns."], ["sales"]),
    Post("credit", "Marta Kowalska", "credit_controller", "Credit controller", [Duty.CREDIT],
         [*LINE, "parties", *MONEY],
         ["governance.hold.decide", "governance.hold.place", "settlement.credit.change",
          "settlement.item.dispute"], ["billing", "payments"]),
    Post("pricing", "Ines Moreau", "pricing", "Pricing", [Duty.PRICING],
         ["sales", *MASTERS, "inventory"], ["governance.hold.decide", "pricing."]),
    Post("lead", "Bram de Wit", "warehouse_lead", "Warehouse lead", [Duty.SHIPPING],
         [*LINE, "catalog"],
         ["warehouse.release", "warehouse.release.", "warehouse.wave.", "warehouse.pick",
          "warehouse.pick.shorter", "warehouse.pack",
          "logistics.shipment.", "transfers.", "inventory.stock.move"], ["warehouse", "stock"]),
    Post("picker", "Joris Maas", "picker", "Picker", [Duty.SHIPPING], ["warehouse", "catalog"],
         ["warehouse.pick", "warehouse.pack", "inventory.stock.move"], ["warehouse"]),
    Post("dock", "Femke Bos", "receiving", "Receiving", [Duty.RECEIVING],
         ["warehouse", "logistics", "returns", "inventory", "transfers", "catalog"],
         ["warehouse.receive", "returns.", "transfers.receive", "inventory.stock.move"], ["stock"]),
    Post("transport", "Tom Ashby", "transport", "Transport", [Duty.SHIPPING], [*LINE, "parties"],
         ["logistics.shipment."], ["transport"]),
    Post("billing", "Sofie Lind", "billing_clerk", "Billing clerk", [Duty.BILLING],
         [*LINE, "parties", *MONEY], ["billing."], ["billing"]),
    Post("cash", "Luca Ferri", "accountant", "Accountant, payments", [Duty.PAYMENT],
         ["sales", "parties", "logistics", *MONEY],
         ["settlement.payment.register", "settlement.item.match", "logistics.claim."], ["payments"]),
    Post("books", "Ewa Nowak", "controller", "Controller, the books", [Duty.POSTING],
         [*LINE, "parties", *MONEY],
         ["ledger.period.", "billing.waiver.decide"], ["billing", "payments"]),
    Post("manager", "Clara Vane", "manager", "Manager, reads all", [],
         [*LINE, *MASTERS, *MONEY, "governance"], ["governance.policy.approve"],
         ["sales", "warehouse", "transport", "billing", "payments", "stock"]),
    Post("masters", "Peter Holm", "master_data", "Master data", [Duty.MASTER_DATA],
         [*MASTERS, "inventory", "governance", "integrations", "billing"],
         ["parties.", "catalog.", "integrations.", "governance.policy.change", "governance.site.change",
          "governance.company.change", "inventory.location.change", "ledger.account.change", "billing.tax.change"]),
    Post("moving", "Anna Berg", "migration", "Moving in data",
         [Duty.MASTER_DATA, Duty.PRICING, Duty.STOCK_ADJUSTMENT, Duty.POSTING],
         [*LINE, *MASTERS, *MONEY, "integrations", "governance"],
         ["parties.", "catalog.", "pricing.", "integrations.", "settlement.balance.open", "inventory.stock.adjust",
          "inventory.location.change", "governance.site.change", "governance.company.change",
          "governance.policy.change", "billing.tax.change"]),
    Post("buyer", "Piet Vos", "purchasing", "Purchasing", [Duty.PURCHASING],
         ["inventory", "warehouse", "catalog", "sales"], ["inventory.supply.change"], ["stock"]),
    Post("stock", "Ruth Okafor", "stock_control", "Stock control", [Duty.STOCK_ADJUSTMENT],
         ["inventory", "warehouse", "catalog", "logistics", "transfers"],
         ["inventory.stock.", "inventory.adjustment.", "logistics.loss.", "warehouse.count",
          "transfers.write_off.decide"], ["stock"]),
    Post("control", "Nils Berger", "stock_controller", "Stock controller", [Duty.STOCK_ADJUSTMENT],
         ["inventory", "warehouse", "catalog", "transfers"],
         ["inventory.adjustment.", "transfers.write_off.decide"], ["stock"]),
)  # fmt: skip

#: Login, password and role, as the command tells them.
USERS: list[tuple[str, str, str]] = [(post.login, PASSWORD, post.name) for post in POSTS]


def roles() -> list[RoleInput]:
    """Give the roles as they are saved."""
    return [RoleInput(post.code, post.name, post.permissions(), [str(duty) for duty in post.duties]) for post in POSTS]


def people() -> list[Invitation]:
    """Give the people as they are invited."""
    return [Invitation(post.login, post.person, [post.code]) for post in POSTS]
