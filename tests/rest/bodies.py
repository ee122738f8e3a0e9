"""A valid body for every operation that takes one, on a company where the line has run."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.world import World
from throughline.governance.public import (
    Duty,
    Invitation,
    RoleInput,
    SiteInput,
    define_roles,
    end_policies,
    invite_users,
    open_sites,
)
from throughline.modules.billing.public import waive_events
from throughline.modules.catalog.public import (
    CustomerItemInput,
    SubstituteInput,
    save_customer_items,
    save_substitutes,
)
from throughline.modules.inventory.public import Adjustment, adjust_stock, decide_adjustments, set_up_site
from throughline.modules.ledger.public import close_period
from throughline.modules.logistics.public import LossInput, ProofInput, prove_deliveries, record_losses
from throughline.modules.transfers.public import ArrivedLine, SendLine, receive_transfer, send_transfer
from throughline.modules.warehouse.public import BinCount, WaveInput, confirm_counts, plan_waves

Body = dict[str, Any]


def bodies(world: World) -> dict[str, Body]:
    """Give bodies that would be carried out, by operation; none of them is carried out yet."""
    item = world.item("P", stock=500, cost=6, price=10)
    party = world.customer(limit=100000)
    return {
        **_selling(world, item, party),
        **_floor(world, item, party),
        **_money(world, item, party),
        **_masters(world, item, party),
        **_setting_up(world, item),
    }


def _selling(world: World, item: int, party: int) -> dict[str, Body]:
    line = {"item_id": item, "quantity": "4", "unit": "ea", "unit_price": "9.50", "discount_percent": "5",
            "requested_on": "2026-12-24", "description": "As agreed"}  # fmt: skip
    quote = {"party_id": party, "site_id": world.site_id, "lines": [line], "requested_on": "2026-12-24",
             "customer_po": "PO 1", "service_class": "standard", "ship_complete": True, "channel": "edi"}  # fmt: skip
    draft, order = world.quote(party, [(item, 2)]), world.order(party, [(item, 8)])
    ((thread,),) = world.rows("SELECT thread_id FROM sales_order WHERE id = %s", order)
    out = world.item("Q", price=10)
    save_substitutes(world.as_("masters"), substitutes=[SubstituteInput(out, item)])
    ((short,),) = world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", world.order(party, [(out, 3)]))
    ordered = [number for (number,) in world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", order)]
    return {
        "sales.quote_orders": {"quotes": [quote]},
        "sales.change_quote": {"order": {"id": draft, "version": None}, "quote": quote},
        "sales.confirm_orders": {"orders": [{"id": draft, "version": None}]},
        "sales.lose_quotes": {"orders": [{"id": draft, "version": None}], "reason": "Too dear"},
        "sales.cancel_lines": {"orders": [order], "quantities": {str(ordered[0]): "3"}, "reason": "Not needed"},
        "sales.amend_orders": {"amendments": [
            {"order": {"id": order, "version": None}, "reason": "Wants more", "requested_on": "2026-12-24",
             "customer_po": "PO 2", "ship_to_id": None, "carrier_service": None, "added": [line], "lines": [
                 {"line_id": ordered[0], "quantity": "9", "unit_price": "9", "discount_percent": "1",
                  "requested_on": "2026-12-25"}]}]},
        "sales.apply_amendments": {"orders": [order]},
        "sales.withdraw_amendments": {"orders": [order], "refused": False},
        "sales.settle_orders": {"orders": [order], "lines": ordered},
        "sales.report_moved_promises": {"lines": ordered, "cause": "supply"},
        **_waves(world, party, item),
        **_transfers(world, item),
        "sales.substitute_lines": {"substitutions": [{"line_id": short, "substitute_id": item, "quantity": "2"}],
                                   "reason": "Out of stock", "agreed": True},
        "governance.place_holds": {"threads": [thread], "stage": "ship", "reason": "Papers", "duty": "credit"},
        "warehouse.release_due": {"site_id": world.site_id},
        "warehouse.count_again": {"adjustments": [_refused_count(world, item)]},
        "warehouse.withdraw_picks": {"demands": [one.id for one in world.demands(order)]},
        "warehouse.release_demands": {"demands": [one.id for one in world.demands(order)]},
    }  # fmt: skip


def _refused_count(world: World, item: int) -> int:
    """A count that another person did not believe, before the floor was told."""
    world.policy("inventory.adjusting", {"site": world.site_id}, limit_without_approval="1000")
    count = BinCount(world.bin("A-1"), item, Decimal(1))
    (waiting,) = confirm_counts(world.as_("stock"), counts=[count]).documents()
    decide_adjustments(world.as_("second"), adjustments=[waiting], approve=False, remark="Look again")
    return waiting


def _transfers(world: World, item: int) -> dict[str, Body]:
    """Goods to send to another site, and goods that are on their way."""
    (other,) = open_sites(world.as_("masters"), sites=[SiteInput(f"X{world.company_id}", "Other site")])
    set_up_site(world.as_("masters"), site_id=other, bins=["Z-1"])
    balance = world.rows("SELECT min(id) FROM inventory_balance WHERE item_id = %s AND on_hand > reserved", item)[0][0]
    sent = send_transfer(
        world.as_("floor"), from_site_id=world.site_id, to_site_id=other, lines=[SendLine(balance, Decimal(4))]
    )
    (line,) = [n for (n,) in world.rows("SELECT id FROM transfers_transfer_line WHERE transfer_id = %s", sent)]
    write_off = _asked_write_off(world, other, item)
    return {
        "transfers.decide_write_off": {"write_off": write_off, "approve": True, "remark": "Looked for it"},
        "transfers.send_transfer": {"from_site_id": world.site_id, "to_site_id": other,
                                    "lines": [{"balance_id": balance, "quantity": "2"}]},
        "transfers.receive_transfer": {"transfer_id": sent, "lines": [
            {"line_id": line, "quantity": "3", "missing": "0", "location_id": None}]},
    }  # fmt: skip


def _asked_write_off(world: World, other: int, item: int) -> int:
    """A loss on the way that waits for another person."""
    world.policy("inventory.adjusting", {"site": other}, limit_without_approval="0")
    balance = world.rows("SELECT min(id) FROM inventory_balance WHERE item_id = %s AND on_hand > reserved", item)[0][0]
    lines = [SendLine(balance, Decimal(1))]
    sent = send_transfer(world.as_("floor"), from_site_id=world.site_id, to_site_id=other, lines=lines)
    ((line,),) = world.rows("SELECT id FROM transfers_transfer_line WHERE transfer_id = %s", sent)
    lost = ArrivedLine(line, Decimal(0), Decimal(1))
    receive_transfer(world.as_("dock"), transfer_id=sent, lines=[lost])
    ((number,),) = world.rows("SELECT id FROM transfers_write_off WHERE transfer_id = %s", sent)
    return int(number)


def _waves(world: World, party: int, item: int) -> dict[str, Body]:
    """A wave to plan, one to release, one to give up."""
    first, second, third = (world.demands(world.order(party, [(item, 1)]))[0].id for _ in range(3))
    planned = [
        plan_waves(world.as_("floor"), waves=[WaveInput(world.site_id, "Noon", [one])]).only().document
        for one in (first, second)
    ]
    wave = {"site_id": world.site_id, "name": "DHL 16:00", "demands": [third], "due_by": "2026-12-24",
            "service_classes": [], "party_ids": [], "most_lines": 50, "most_weight": None,
            "release_at": "2026-12-24T14:00:00Z", "cut_off": "2026-12-24T16:00:00Z", "carrier": "DHL"}  # fmt: skip
    return {
        "warehouse.plan_waves": {"waves": [wave]},
        "warehouse.release_waves": {"waves": [planned[0]]},
        "warehouse.cancel_waves": {"waves": [planned[1]], "reason": "No lorry"},
    }


def _floor(world: World, item: int, party: int) -> dict[str, Body]:
    released, picked, packed = (world.order(party, [(item, 5)]) for _ in range(3))
    world.release(released, picked, packed)
    world.pick(picked, packed)
    (unit,) = world.pack(packed)
    repacked = world.order(party, [(item, 2)])
    world.release(repacked)
    world.pick(repacked)
    (wrong,) = world.pack(repacked)
    (out,) = world.ship(world.order(party, [(item, 6)]))
    (line,) = [number for (number,) in world.rows(
        "SELECT id FROM logistics_shipment_line WHERE shipment_id = %s", out)]  # fmt: skip
    (task,) = world.tasks(released)
    (demand,) = world.demands(picked)
    place = world.bin("A-2")
    receipt = {"item_id": item, "quantity": "3", "unit_cost": "5.5", "unit": "ea", "location_id": place,
               "lot_code": "", "expires_on": None, "supply": None, "status": "available"}  # fmt: skip
    change = {"site_id": world.site_id, "location_id": place, "item_id": item, "quantity": "2", "lot_id": None,
              "status": "available", "unit_cost": "6"}  # fmt: skip
    count = {"site_id": world.site_id, "location_id": place, "item_id": item, "counted": "2", "lot_id": None,
             "status": "available", "unit_cost": "6"}  # fmt: skip
    adjustment = _waiting(world, item)
    balance = world.rows("SELECT min(id) FROM inventory_balance WHERE item_id = %s AND on_hand > reserved", item)[0][0]
    supply = {"ref_kind": "purchasing.order_line", "ref_id": 7, "label": "PO 7", "site_id": world.site_id,
              "item_id": item, "due_on": "2026-12-24", "quantity": "50"}  # fmt: skip
    return {
        "warehouse.confirm_picks": {"picks": [{"task_id": task.id, "quantity": "4", "reason": "empty",
                                             "lot_code": "", "lot_reason": ""}]},
        "warehouse.pack_goods": {"units": [{"lines": [{"demand_id": demand.id, "quantity": "5"}], "kind": "carton"}]},
        "warehouse.unpack_goods": {"units": [wrong], "reason": "Wrong carton"},
        "warehouse.confirm_counts": {"counts": [
            {"location_id": place, "item_id": item, "counted": "2", "lot_id": None}], "reason": "Counted"},
        "warehouse.receive_goods": {"receipts": [
            {"site_id": world.site_id, "lines": [receipt], "supplier_id": None, "kind": "purchase",
             "reference": "DN 1"}]},
        "logistics.dispatch_units": {"loads": [{"handling_units": [unit], "carrier": "DPD", "tracking": "1Z"}]},
        "logistics.prove_deliveries": {"proofs": [
            {"shipment_id": out, "signer": "A", "note": "n", "at": "2026-03-02T09:00:00Z",
             "refused": {str(line): "1"}}]},
        "logistics.redeliver": {"redeliveries": [{"shipment_id": out, "tracking": "1Z", "carrier": "DPD"}]},
        "logistics.record_losses": {"losses": [
            {"shipment_id": out, "reason": "Gone", "claimed_from": "DPD", "claim_reference": "C 1",
             "quantities": {str(line): "5"}}]},
        "logistics.settle_claims": {"claims": [{"loss_id": _claim(world, item, party), "amount_paid": "3.50"}]},
        "logistics.watch_deliveries": {},
        "logistics.bring_back": {"goods": [{"shipment_id": out, "location_id": place, "status": "available",
                                            "quantities": {str(line): "1"}, "lots": {}}]},
        "inventory.change_status": {"changes": [{"balance_id": balance, "to_status": "blocked", "quantity": "1"}],
                                    "reason": "Recall"},
        "inventory.adjust_stock": {"adjustments": [change], "reason": "Found"},
        "inventory.count_stock": {"counts": [count], "reason": "Counted"},
        "inventory.decide_adjustments": {"adjustments": [adjustment], "approve": True, "remark": ""},
        "inventory.withdraw_adjustments": {"adjustments": [adjustment], "remark": ""},
        "inventory.move_stock": {"moves": [{"balance_id": balance, "to_location_id": place, "quantity": "1"}]},
        "inventory.set_expired_apart": {},
        "inventory.expect_supplies": {"supplies": [supply]},
        "inventory.rebalance_items": {"site_id": world.site_id, "items": [item], "cause": "stock freed"},
        "inventory.set_up_site": {"site_id": world.site_id, "bins": ["C-1"]},
    }  # fmt: skip


def _claim(world: World, item: int, party: int) -> int:
    """A claim that is open."""
    (shipment,) = world.ship(world.order(party, [(item, 1)]))
    record_losses(world.as_("stock"), losses=[LossInput(shipment, "Gone", "DPD")])
    number: int = world.rows("SELECT id FROM logistics_loss WHERE shipment_id = %s", shipment)[0][0]
    return number


def _waiting(world: World, item: int) -> int:
    """An adjustment that waits for another person."""
    limit = world.policy("inventory.adjusting", limit_without_approval="0")
    change = Adjustment(world.site_id, world.bin("A-1"), item, Decimal(1), unit_cost=Decimal(6))
    made = adjust_stock(world.as_("stock"), adjustments=[change], reason="Found").only()
    end_policies(world.as_("masters"), rules=[limit], reason="Over")
    number: int = made.subject
    return number


def _money(world: World, item: int, party: int) -> dict[str, Body]:
    world.deliver(*world.ship(world.order(party, [(item, 10)])))
    invoice = world.invoices()[-1][0]
    world.pay(party, "5.00", matches=())
    (debit,) = [n for (n,) in world.rows("SELECT id FROM settlement_open_item WHERE document_id = %s "
                                         "AND document_kind = 'billing.invoice'", invoice)]  # fmt: skip
    (credit, *_) = [n for (n,) in world.rows("SELECT id FROM settlement_open_item WHERE kind = 'payment'")]
    back = world.rows("SELECT max(l.id) FROM logistics_shipment_line l WHERE quantity_accepted > 0")[0][0]
    free = {"item_code": "FEE", "description": "Goodwill", "quantity": "1", "unit_price": "3", "unit": "ea",
            "tax_category": "standard", "revenue_role": "REV", "item_id": None}  # fmt: skip
    payment = {"party_id": party, "amount": "12.00", "on_date": "2026-03-02", "bank_reference": "B1", "currency": "EUR",
               "matches": [{"open_item_id": debit, "amount": "12.00", "discount": "0"}]}  # fmt: skip
    waiver = waive_events(
        world.as_("billing"), events=[_unbilled(world, item, party)], reason="Goodwill"
    )[0].document  # fmt: skip
    return {
        "billing.run_billing": {"events": None, "upto": "2026-12-31", "party_id": party},
        "billing.waive_events": {"events": [_unbilled(world, item, party)], "reason": "Goodwill"},
        "billing.decide_waivers": {"waivers": [waiver], "approve": True, "remark": ""},
        "billing.withdraw_waivers": {"waivers": [waiver], "remark": ""},
        "billing.credit_without_origin": {"credits": [
            {"party_id": party, "lines": [free], "reason": "Late", "label": "L"}]},
        "billing.set_tax_rates": {"rates": [
            {"customer_category": "domestic", "item_category": "reduced", "rate": "7", "valid_from": "2026-01-01"}]},
        "settlement.register_payments": {"payments": [payment]},
        "settlement.match_items": {"matches": [
            {"debit_item_id": debit, "credit_item_id": credit, "amount": "5.00", "discount": "0"}]},
        "settlement.set_credit_limits": {"limits": {str(party): "1000"}},
        "settlement.set_disputes": {"items": [debit], "disputed": True, "reason": "Price"},
        "ledger.close_period": {"month": "2026-01-01"},
        "ledger.reopen_period": {"month": _closed_month(world), "reason": "A late invoice"},
        "returns.receive_returns": {"returns": [{"reason": "Wrong", "lines": [
            {"shipment_line_id": back, "quantity": "1", "unit": "ea", "status": "available", "location_id": None,
             "lot": ""}]}]},
        "returns.receive_unreferenced": {"returns": [
            {"party_id": party, "site_id": world.site_id, "reason": "Old", "lines": [
                {"item_id": item, "quantity": "1", "unit_price": "5", "status": "available"}]}]},
    }  # fmt: skip


def _unbilled(world: World, item: int, party: int) -> int:
    """An earned event that no run has come to yet."""
    (shipment,) = world.ship(world.order(party, [(item, 1)]))
    prove_deliveries(world.as_("floor"), proofs=[ProofInput(shipment, "A")]).unrefused()
    number: int = world.rows("SELECT max(id) FROM billing_billable_event WHERE state = 'open'")[0][0]
    return number


def _closed_month(world: World) -> str:
    close_period(world.as_("books"), month=date(2025, 12, 1))
    return "2025-12-01"


def _customer_number(world: World, party: int, item: int) -> int:
    number = CustomerItemInput(party, f"N{item}", item)
    kept = save_customer_items(world.as_("masters"), customer_items=[number]).only().document
    assert kept is not None
    return kept


def _masters(world: World, item: int, party: int) -> dict[str, Body]:
    code = f"N{world.company_id}"
    box = {"code": "box", "factor": "12", "gtin": "", "level": 1, "weight_kg": "3", "sellable": True,
           "purchasable": True}  # fmt: skip
    new = {"code": code, "name": "New", "family": "", "stock_unit": "ea", "unit_decimals": 0, "kind": "stocked",
           "state": "active", "tax_category": "standard", "gtin": "", "weight_kg": "0.25", "lot_tracked": False,
           "packagings": [box], "version": None}  # fmt: skip
    other = world.item("R")
    terms = world.rows("SELECT code FROM parties_payment_terms LIMIT 1")[0][0]
    buyer = {"code": code, "name": "Buyer", "payment_terms": terms, "currency": "EUR", "kind": "org", "country": "DE",
             "vat_number": "", "language": "de", "group": "", "requires_customer_po": False,
             "minimum_order_net": "0", "ship_complete": False, "accepts_substitutes": True, "tax_category": "domestic",
             "service_class": "standard", "owner": "", "version": None}  # fmt: skip
    price = {"item_id": item, "unit": "ea", "unit_price": "9", "min_quantity": "0"}
    lists = world.rows("SELECT id FROM pricing_price_list WHERE company_id = %s", world.company_id)
    return {
        "integrations.name_records": {"names": [
            {"kind": "catalog.item", "document_id": item, "source": "shop", "external_id": "ART-1"}
        ]},
        "catalog.save_items": {"items": [new]},
        "catalog.save_families": {"families": [{"code": code, "name": "Family", "parent": ""}]},
        "catalog.save_substitutes": {"substitutes": [
            {"item_id": item, "substitute_id": other, "keeps_price": True, "rank": 10, "remark": "Newer"}]},
        "catalog.remove_substitutes": {"item_id": item, "substitute_ids": [other]},
        "catalog.save_customer_items": {"customer_items": [{"party_id": party, "number": "C1", "item_id": item}]},
        "catalog.remove_customer_items": {"ids": [_customer_number(world, party, item)]},
        "catalog.set_item_state": {"items": [item], "state": "blocked", "reason": "Old"},
        "parties.save_customers": {"customers": [buyer]},
        "parties.save_suppliers": {"suppliers": [
            {"code": code, "name": "Maker", "payment_terms": terms, "currency": "EUR", "kind": "org", "vat_number": "",
             "country": "DE", "language": "de"}]},
        "parties.save_addresses": {"addresses": [
            {"party_id": party, "code": "A1", "kind": "ship_to", "name": "Dock", "lines": ["Street 1"], "country": "DE",
             "postcode": "10115", "city": "Berlin", "is_default": False}]},
        "parties.save_carrier_services": {"services": [
            {"code": code, "carrier": "Parcel", "name": "Next day", "cut_off": "16:30:00", "transit_days": 1,
             "tracking_url": "https://parcel.example/{tracking}", "is_active": True}]},
        "parties.save_payment_terms": {"terms": [
            {"code": code, "name": "30 days", "days": 30, "discount_days": 10, "discount_percent": "2"}]},
        "parties.block_customer": {"party_id": party, "block": "order", "reason": "Check"},
        "pricing.save_price_lists": {"price_lists": [
            {"code": code, "name": "List", "currency": "EUR", "customer_group": "", "valid_from": None,
             "valid_to": None}]},
        "pricing.set_prices": {"price_list": lists[0][0], "prices": [
            {**price, "valid_from": "2026-01-01", "valid_to": None}]},
        "pricing.save_contract": {"contract": {
            "code": code, "name": "Contract", "party_id": party, "valid_from": "2026-01-01", "valid_to": "2026-12-31",
            "prices": [price], "currency": "EUR", "version": None}},
    }  # fmt: skip


def _setting_up(world: World, item: int) -> dict[str, Body]:
    code, role = f"s{world.company_id}", f"r{world.company_id}"
    admin = replace(world.as_("desk"), duties=frozenset({str(Duty.ADMINISTRATION)}))
    _, spare = define_roles(admin, roles=[RoleInput(role, "Reader", []), RoleInput(f"{role}-2", "Spare", [])])
    site = {"code": "W9", "name": "Ninth", "timezone": "Europe/Berlin", "weekdays": "12345",
            "holidays": ["2026-12-25"], "receiving_days": 1, "dispatch_days": 1}  # fmt: skip
    user = {"username": code, "name": "New", "roles": [role], "email": "a@example.org", "language": "de",
            "valid_to": None}  # fmt: skip
    (ada,) = invite_users(admin, users=[Invitation(f"a{code}", "Ada", [role])])
    grant = {"user_id": ada, "role": role, "valid_to": None}
    token = {"name": "Shop", "scopes": ["sales.*"], "expires_at": "2100-01-01T00:00:00Z"}
    return {
        "governance.found_company": {
            "code": code, "name": "New", "country": "DE", "currency": "EUR", "timezone": "Europe/Berlin",
            "vat_number": "", "address": ["Street 1"], "bank": {"iban": "DE"}},
        "governance.open_sites": {"sites": [site]},
        "governance.define_roles": {"roles": [
            {"code": code, "name": "Role", "permissions": ["sales.order.read"], "duties": ["order entry"]}]},
        "governance.withdraw_roles": {"roles": [spare]},
        "governance.invite_users": {"users": [user]},
        "governance.change_users": {"users": [
            {"user_id": ada, "name": "Ada L.", "email": "ada@example.org", "language": "de"}]},
        "governance.give_roles": {"grants": [grant]},
        "governance.take_roles": {"grants": [grant]},
        "governance.deactivate_users": {"users": [ada]},
        "governance.make_sign_in_links": {"users": [ada]},
        "governance.reset_second_factors": {"users": [ada]},
        "governance.unlock_users": {"users": [ada]},
        "governance.record_duty_exceptions": {"exceptions": [
            {"user_id": ada, "duty": "billing", "conflicting": "payment", "reason": "Holiday cover",
             "valid_to": str(datetime.now(UTC).date()), "approved_by": ada + 1}]},
        "governance.end_duty_exceptions": {"exceptions": [1]},
        "governance.set_policy": {
            "kind": "sales.ranking", "name": "Mine", "scope": {"customer": 1}, "parameters": {"rank": 3},
            "valid_from": "2026-01-01", "valid_to": None, "replaces": None, "reason": "Why"},
        "governance.save_services": {"services": [{"username": f"svc-{code}", "name": "Shop", "is_active": True}]},
        "governance.issue_own_token": token,
        "governance.issue_token": {"username": f"desk-{world.company_id}", **token},
        "governance.revoke_tokens": {"tokens": [1]},
        "governance.choose_columns": {"screen": "orders", "columns": {"po": False}},
        "governance.choose_density": {"density": "compact"},
        "governance.decide_holds": {"holds": [1], "release": True, "reason": "Fine"},
        "governance.take_exceptions": {"exceptions": [1]},
        "governance.assign_exceptions": {"exceptions": [1], "user_id": world.people["desk"]},
        "governance.resolve_exceptions": {"exceptions": [1], "resolution": "Done"},
    }  # fmt: skip
