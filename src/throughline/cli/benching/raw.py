"""The floor: hand-written SQL that writes the same rows into the product's own tables, an operation a transaction.

It prices, decides and checks nothing: what the product adds on top is what the ratio shows. Tables, indexes,
constraints, triggers and row security are the product's. `{o}` stands for the orders of the run.
"""

from dataclasses import dataclass

from django.db import transaction

from throughline.cli.benching.company import Stage
from throughline.cli.benching.figures import Figures
from throughline.platform.database.statements import discard, execute, plan_afresh, rows

EVENT = """WITH x AS (INSERT INTO platform_operation (id, company_id, name, actor_id, duty, door, cause, reason, at,
    subjects) VALUES (current_setting('throughline.operation')::bigint, %(c)s, %(name)s, %(a)s, '', 'bench', '', '', now(),
    jsonb_build_object('sales.order', %(o)s::bigint[])) RETURNING id)
  INSERT INTO platform_event (company_id, name, payload, operation_id, at, dispatched)
  SELECT %(c)s, %(name)s, jsonb_build_object('ids', %(o)s::bigint[]), id, now(), false FROM x"""

LOCK = """SELECT p.id FROM inventory_position p WHERE p.company_id = %(c)s AND p.site_id = %(s)s AND p.item_id IN (
    SELECT item_id FROM inventory_demand WHERE group_id = ANY(%(o)s)) ORDER BY p.id FOR NO KEY UPDATE"""

#: name: statements, in order; each name is a transaction
SQL: dict[str, tuple[str, ...]] = {
    "quote": (
        """WITH t AS (INSERT INTO governance_thread (company_id, root_kind, root_id, opened_at)
             SELECT %(c)s, 'sales.order', o, now() FROM unnest(%(o)s::bigint[]) AS o RETURNING id, root_id)
           INSERT INTO sales_order (id, company_id, number, thread_id, state, is_held, party_id, site_id, customer_po,
             channel, service_class, ship_complete, currency, requested_on, net, gross, quoted_at, quoted_by,
             closed_reason, version, net_allocated, net_picked, net_shipped, net_delivered, net_billed)
           SELECT t.root_id, %(c)s, 'SO-' || t.root_id, t.id, 'quoted', false,
             (%(p)s::bigint[])[1 + t.root_id %% cardinality(%(p)s::bigint[])], %(s)s, '', 'desk', 'standard', false,
             'EUR', current_date, 250, 300, now(), %(a)s, '', 1, 0, 0, 0, 0, 0 FROM t""",
        """INSERT INTO sales_order_line (company_id, order_id, line_no, item_id, item_code, description, is_stocked,
             quantity, unit, unit_factor, quantity_stock, quantity_cancelled, list_price, base_price, discount_percent,
             unit_price, price_source, price_why, net, gross, tax_category, requested_on)
           SELECT %(c)s, u.o, 10 * u.n, i.id, i.code, i.name, true, 2, 'ea', 1, 2, 0, p.unit_price, p.unit_price, 0,
             p.unit_price, 'price_list', jsonb_build_object('winner', p.id, 'candidates', 1), 2 * p.unit_price,
             round(2.4 * p.unit_price, 2), i.tax_category, current_date
           FROM unnest(%(o2)s::bigint[], %(n2)s::bigint[], %(i2)s::bigint[]) AS u(o, n, i)
           JOIN catalog_item i ON i.id = u.i JOIN pricing_price p ON p.item_id = i.id AND p.company_id = %(c)s""",
    ),
    "confirm": (
        """SELECT p.id FROM inventory_position p WHERE p.company_id = %(c)s AND p.site_id = %(s)s
             AND p.item_id = ANY(%(i2)s) ORDER BY p.id FOR NO KEY UPDATE""",
        """WITH d AS (INSERT INTO inventory_demand (company_id, site_id, item_id, ref_kind, ref_id, thread_id, party_id,
             group_id, service_class, rank, due_on, ship_complete, unit_value, quantity, quantity_cancelled,
             quantity_allocated, quantity_picked, quantity_issued)
             SELECT %(c)s, %(s)s, l.item_id, 'sales.order_line', l.id, o.thread_id, o.party_id, o.id, 'standard', 50,
               current_date, false, l.unit_price, l.quantity_stock, 0, 0, 0, 0
             FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id WHERE l.order_id = ANY(%(o)s)
             RETURNING id, quantity),
           u AS (UPDATE inventory_position p SET promised = p.promised + x.q FROM (
             SELECT item_id, sum(quantity_stock) AS q FROM sales_order_line WHERE order_id = ANY(%(o)s) GROUP BY 1) x
             WHERE p.company_id = %(c)s AND p.site_id = %(s)s AND p.item_id = x.item_id),
           c AS (UPDATE settlement_credit_account a SET committed = a.committed + x.g FROM (
             SELECT party_id, sum(gross) AS g FROM sales_order WHERE id = ANY(%(o)s) GROUP BY 1) x
             WHERE a.company_id = %(c)s AND a.party_id = x.party_id),
           b AS (INSERT INTO billing_billable_line (company_id, ref_kind, ref_id, thread_id, order_label, customer_po,
             party_id, item_id, item_code, description, quantity, unit, unit_factor, unit_price, currency, tax_category,
             customer_tax_category, revenue_role, trigger, grouping, frequency, policy, reason, committed, quantity_cut,
             quantity_earned, quantity_taken_back, quantity_billed, quantity_credited, quantity_waived)
             SELECT %(c)s, 'sales.order_line', l.id, o.thread_id, o.number, '', o.party_id, l.item_id, l.item_code,
               l.description, l.quantity_stock, l.unit, 1, l.unit_price, 'EUR', l.tax_category, 'domestic', 'REV',
               'accepted', 'shipment', 'immediate', jsonb_build_object('policy', 'default', 'candidates', 0), '',
               l.gross, 0, 0, 0, 0, 0, 0
             FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id WHERE l.order_id = ANY(%(o)s)),
           h AS (UPDATE sales_order SET state = 'confirmed', confirmed_at = now(), promised_on = current_date,
             version = 2 WHERE id = ANY(%(o)s)),
           n AS (UPDATE sales_order_line SET promised_original = current_date, promised = current_date, unit_cost = 0.07,
             first_pass = quantity_stock WHERE order_id = ANY(%(o)s))
           INSERT INTO inventory_promise (company_id, demand_id, source, quantity, expected_on, why)
           SELECT %(c)s, id, 'stock', quantity, current_date, jsonb_build_object('free', 100) FROM d""",
    ),
    "release": (
        LOCK,
        """WITH g AS (DELETE FROM inventory_promise WHERE demand_id IN (SELECT id FROM inventory_demand
             WHERE group_id = ANY(%(o)s))),
           d AS (UPDATE inventory_demand SET quantity_allocated = quantity WHERE group_id = ANY(%(o)s)
             RETURNING id, item_id, quantity, thread_id, group_id, party_id),
           x AS (SELECT item_id, sum(quantity) AS q FROM d GROUP BY 1),
           p AS (UPDATE inventory_position p SET promised = p.promised - x.q, allocated = p.allocated + x.q FROM x
             WHERE p.company_id = %(c)s AND p.site_id = %(s)s AND p.item_id = x.item_id),
           b AS (UPDATE inventory_balance b SET reserved = b.reserved + x.q FROM x
             WHERE b.location_id = %(bin)s AND b.item_id = x.item_id RETURNING b.id, b.item_id),
           a AS (INSERT INTO inventory_allocation (company_id, demand_id, balance_id, quantity, is_picked, is_locked,
             is_cancelled, why) SELECT %(c)s, d.id, b.id, d.quantity, false, false, false,
               jsonb_build_object('policy', 'default', 'bins', 1) FROM d JOIN b ON b.item_id = d.item_id
             RETURNING id, demand_id),
           r AS (INSERT INTO warehouse_release (id, company_id, site_id, at, released_by, operation_id)
             SELECT current_setting('throughline.operation')::bigint, %(c)s, %(s)s, now(), %(a)s,
               current_setting('throughline.operation')::bigint)
           INSERT INTO warehouse_task (company_id, site_id, release_id, kind, state, demand_id, allocation_id, thread_id,
             group_id, party_id, item_id, from_location_id, to_location_id, quantity, quantity_done, rank, due_on, reason)
           SELECT %(c)s, %(s)s, current_setting('throughline.operation')::bigint, 'pick', 'ready', d.id, a.id,
             d.thread_id, d.group_id, d.party_id, d.item_id, %(bin)s, %(stage)s, d.quantity, 0, 50, current_date, ''
           FROM d JOIN a ON a.demand_id = d.id""",
    ),
    "pick": (
        """SELECT id FROM inventory_balance WHERE location_id IN (%(bin)s, %(stage)s) AND item_id = ANY(%(i2)s)
             ORDER BY id FOR NO KEY UPDATE""",
        """WITH d AS (UPDATE inventory_demand SET quantity_picked = quantity WHERE group_id = ANY(%(o)s)
             RETURNING id, item_id, quantity, thread_id),
           x AS (SELECT item_id, sum(quantity) AS q FROM d GROUP BY 1),
           b AS (UPDATE inventory_balance b SET
             on_hand = b.on_hand + CASE b.location_id WHEN %(bin)s THEN -x.q ELSE x.q END,
             reserved = b.reserved + CASE b.location_id WHEN %(bin)s THEN -x.q ELSE x.q END
             FROM x WHERE b.location_id IN (%(bin)s, %(stage)s) AND b.item_id = x.item_id
             RETURNING b.id, b.item_id, b.location_id),
           a AS (UPDATE inventory_allocation a SET balance_id = b.id, is_picked = true FROM d JOIN b
             ON b.item_id = d.item_id AND b.location_id = %(stage)s WHERE a.demand_id = d.id),
           t AS (UPDATE warehouse_task t SET state = 'done', quantity_done = t.quantity, done_at = now(),
             done_by = %(a)s FROM d WHERE t.demand_id = d.id)
           INSERT INTO inventory_move (company_id, kind, item_id, quantity, from_location_id, to_location_id, from_status,
             to_status, demand_id, thread_id, source_kind, source_id, on_date, at, operation_id)
           SELECT %(c)s, 'pick', item_id, quantity, %(bin)s, %(stage)s, 'available', 'available', id, thread_id,
             'warehouse.task', 0, current_date, now(), current_setting('throughline.operation')::bigint FROM d""",
    ),
    "pack": (
        """WITH h AS (INSERT INTO warehouse_handling_unit (company_id, site_id, sscc, kind, party_id, group_id, packed_at)
             SELECT %(c)s, %(s)s, lpad('9' || nextval('warehouse_sscc')::text, 18, '8'), 'carton', party_id, id, now()
             FROM sales_order WHERE id = ANY(%(o)s) RETURNING id, group_id)
           INSERT INTO warehouse_handling_unit_line (company_id, handling_unit_id, demand_id, ref_kind, ref_id, thread_id, item_id,
             quantity)
           SELECT %(c)s, h.id, d.id, d.ref_kind, d.ref_id, d.thread_id, d.item_id, d.quantity FROM h JOIN inventory_demand d ON d.group_id = h.group_id""",
    ),
    "dispatch": (
        LOCK,
        """SELECT id FROM inventory_value_pool WHERE company_id = %(c)s AND kind = 'stock' AND item_id = ANY(%(i2)s)
             ORDER BY item_id FOR NO KEY UPDATE""",
        """WITH h AS (INSERT INTO logistics_shipment (id, company_id, number, site_id, party_id, thread_id, state, carrier,
             tracking, dispatched_at, dispatched_on, version)
             SELECT nextval('logistics_shipment_number'), %(c)s, o.number, %(s)s, o.party_id, o.thread_id, 'dispatched',
               '', '', now(), current_date, 1 FROM sales_order o WHERE o.id = ANY(%(o)s) RETURNING id, thread_id),
           m AS (INSERT INTO logistics_milestone (company_id, shipment_id, kind, at, note, operation_id)
             SELECT %(c)s, id, 'dispatched', now(), '', current_setting('throughline.operation')::bigint FROM h),
           u AS (UPDATE warehouse_handling_unit w SET shipment_id = h.id FROM h JOIN sales_order o
             ON o.thread_id = h.thread_id WHERE w.group_id = o.id)
           INSERT INTO logistics_shipment_line (company_id, shipment_id, demand_id, ref_kind, ref_id, thread_id, item_id,
             quantity, quantity_accepted, quantity_refused, quantity_back, defers_cost)
           SELECT %(c)s, h.id, d.id, d.ref_kind, d.ref_id, d.thread_id, d.item_id, d.quantity, 0, 0, 0, false
           FROM h JOIN inventory_demand d ON d.thread_id = h.thread_id""",
        """WITH l AS (SELECT s.*, round(p.value * s.quantity / p.quantity, 2) AS worth, p.id AS pool_id
             FROM logistics_shipment_line s JOIN inventory_demand d ON d.id = s.demand_id
             JOIN inventory_value_pool p ON p.company_id = %(c)s AND p.kind = 'stock' AND p.item_id = s.item_id
             WHERE d.group_id = ANY(%(o)s)),
           x AS (SELECT item_id, pool_id, sum(quantity) AS q, sum(worth) AS w FROM l GROUP BY 1, 2),
           i AS (INSERT INTO inventory_issue (company_id, item_id, site_id, demand_id, thread_id, ref_kind, ref_id,
             issued_on, is_deferred, quantity, value, quantity_delivered, quantity_refused, quantity_returned,
             value_back, quantity_lost, quantity_recognised, value_recognised)
             SELECT %(c)s, item_id, %(s)s, demand_id, thread_id, 'logistics.shipment_line', id, current_date, false,
               quantity, worth, 0, 0, 0, 0, 0, 0, 0 FROM l RETURNING id, ref_id, demand_id, item_id, quantity, thread_id,
               value),
           k AS (UPDATE logistics_shipment_line s SET issue_id = i.id FROM i WHERE s.id = i.ref_id),
           a AS (DELETE FROM inventory_allocation a USING l WHERE a.demand_id = l.demand_id),
           d AS (UPDATE inventory_demand d SET quantity_allocated = 0, quantity_picked = 0, quantity_issued = d.quantity
             WHERE group_id = ANY(%(o)s)),
           b AS (UPDATE inventory_balance b SET on_hand = b.on_hand - x.q, reserved = b.reserved - x.q FROM x
             WHERE b.location_id = %(stage)s AND b.item_id = x.item_id),
           p AS (UPDATE inventory_position p SET promisable = p.promisable - x.q, allocated = p.allocated - x.q FROM x
             WHERE p.company_id = %(c)s AND p.site_id = %(s)s AND p.item_id = x.item_id),
           v AS (UPDATE inventory_value_pool v SET quantity = v.quantity - x.q, value = v.value - x.w FROM x
             WHERE v.id = x.pool_id),
           e AS (INSERT INTO ledger_entry (company_id, journal, on_date, text, source_kind, source_id, thread_id,
             operation_id, posted_at) SELECT %(c)s, 'stock', current_date, 'Goods issue', 'logistics.shipment',
               shipment_id, thread_id, current_setting('throughline.operation')::bigint, now()
             FROM l GROUP BY shipment_id, thread_id RETURNING id, thread_id),
           mv AS (INSERT INTO inventory_move (company_id, kind, item_id, quantity, from_location_id, to_location_id,
             from_status, to_status, case_id, demand_id, thread_id, source_kind, source_id, on_date, at, operation_id)
             SELECT %(c)s, 'issue', item_id, quantity, %(stage)s, %(out)s, 'available', 'available', id, demand_id,
               thread_id, 'logistics.shipment', 0, current_date, now(),
               current_setting('throughline.operation')::bigint FROM i)
           INSERT INTO inventory_value_entry (company_id, kind, pool_id, item_id, quantity, value, issue_id, source_kind,
             source_id, entry_id, on_date, operation_id)
           SELECT %(c)s, 'issue', x.pool_id, i.item_id, -i.quantity, -i.value, i.id, 'logistics.shipment', 0, e.id,
             current_date, current_setting('throughline.operation')::bigint
           FROM i JOIN x ON x.item_id = i.item_id JOIN e ON e.thread_id = i.thread_id""",
        """INSERT INTO ledger_entry_line (company_id, entry_id, account_id, on_date, amount, currency, amount_currency,
             site_id)
           SELECT %(c)s, e.id, a.id, current_date, s.sign * w.worth, 'EUR', s.sign * w.worth, %(s)s
           FROM (SELECT entry_id, -sum(value) AS worth FROM inventory_value_entry
                 WHERE operation_id = current_setting('throughline.operation')::bigint AND company_id = %(c)s
                   AND pool_id IN (SELECT id FROM inventory_value_pool WHERE company_id = %(c)s) GROUP BY 1) w
           JOIN ledger_entry e ON e.id = w.entry_id
           JOIN (VALUES ('COGS', 1), ('INV', -1)) AS s(role, sign) ON true
           JOIN ledger_account a ON a.company_id = %(c)s AND a.role = s.role WHERE w.worth <> 0""",
    ),
    "prove": (
        """WITH s AS (UPDATE logistics_shipment SET state = 'delivered', delivered_at = now(), version = 2
             WHERE thread_id IN (SELECT thread_id FROM sales_order WHERE id = ANY(%(o)s)) RETURNING id, number),
           p AS (INSERT INTO logistics_proof (company_id, shipment_id, at, signer, note, operation_id)
             SELECT %(c)s, id, now(), '', '', current_setting('throughline.operation')::bigint FROM s),
           m AS (INSERT INTO logistics_milestone (company_id, shipment_id, kind, at, note, operation_id)
             SELECT %(c)s, id, 'delivered', now(), '', current_setting('throughline.operation')::bigint FROM s),
           l AS (UPDATE logistics_shipment_line l SET quantity_accepted = l.quantity, accepted_at = now() FROM s
             WHERE l.shipment_id = s.id
             RETURNING l.id, l.ref_id, l.item_id, l.quantity, l.issue_id, l.thread_id, l.demand_id, s.number),
           i AS (UPDATE inventory_issue i SET quantity_delivered = i.quantity FROM l WHERE i.id = l.issue_id),
           v AS (INSERT INTO inventory_move (company_id, kind, item_id, quantity, from_location_id, to_location_id,
             from_status, to_status, case_id, demand_id, thread_id, source_kind, source_id, on_date, at, operation_id)
             SELECT %(c)s, 'delivery', item_id, quantity, %(out)s, %(customer)s, 'available', 'available', issue_id,
               demand_id, thread_id, 'logistics.shipment', 0, current_date, now(),
               current_setting('throughline.operation')::bigint FROM l),
           b AS (UPDATE billing_billable_line b SET quantity_earned = b.quantity FROM l
             WHERE b.ref_kind = 'sales.order_line' AND b.ref_id = l.ref_id RETURNING b.id, b.ref_id, b.unit_price)
           INSERT INTO billing_billable_event (company_id, billable_line_id, kind, quantity, amount, source_kind,
             source_id, label, on_date, bill_on, group_key, state, reason, operation_id)
           SELECT %(c)s, b.id, 'earned', l.quantity, round(l.quantity * b.unit_price, 2), 'logistics.shipment_line', l.id,
             l.number, current_date, current_date, l.number, 'open', '',
             current_setting('throughline.operation')::bigint
           FROM l JOIN b ON b.ref_id = l.ref_id""",
    ),
    "bill": (
        """WITH o AS (SELECT * FROM sales_order WHERE id = ANY(%(o)s)),
           i AS (INSERT INTO billing_invoice (company_id, kind, state, number, party_id, party_name, thread_id, currency,
             on_date, due_on, terms, group_key, net, tax, gross, tax_rounding, hash, previous_hash, operation_id)
             SELECT %(c)s, 'invoice', 'draft', '', party_id, 'Customer', thread_id, 'EUR', current_date,
               current_date + 30, '{}', number, net, gross - net, gross, 'document', '', '',
               current_setting('throughline.operation')::bigint FROM o
             RETURNING id, thread_id, party_id, net, tax, gross),
           e AS (UPDATE billing_billable_event e SET state = 'billed' FROM billing_billable_line l
             WHERE l.id = e.billable_line_id AND l.thread_id IN (SELECT thread_id FROM o)
             RETURNING e.id, e.quantity, e.amount, e.label, l.thread_id, l.item_code, l.description, l.order_label,
               l.unit, l.unit_price, l.tax_category),
           b AS (UPDATE billing_billable_line SET quantity_billed = quantity, committed = 0
             WHERE thread_id IN (SELECT thread_id FROM o)),
           t AS (INSERT INTO billing_invoice_tax (company_id, invoice_id, tax_category, tax_rate, base, tax)
             SELECT %(c)s, id, 'standard', 20, net, tax FROM i),
           g AS (INSERT INTO ledger_entry (company_id, journal, on_date, text, source_kind, source_id, thread_id,
             operation_id, posted_at) SELECT %(c)s, 'sales', current_date, 'Invoice', 'billing.invoice', id, thread_id,
               current_setting('throughline.operation')::bigint, now() FROM i RETURNING id, source_id),
           c AS (UPDATE settlement_credit_account a SET committed = a.committed - x.g, receivable = a.receivable + x.g
             FROM (SELECT party_id, sum(gross) AS g FROM i GROUP BY 1) x
             WHERE a.company_id = %(c)s AND a.party_id = x.party_id),
           p AS (INSERT INTO settlement_open_item (company_id, party_id, kind, document_kind, document_id, number,
             thread_id, on_date, due_on, currency, amount, balance, discount_percent, disputed, dispute_reason, state)
             SELECT %(c)s, party_id, 'invoice', 'billing.invoice', id, '', thread_id, current_date, current_date + 30,
               'EUR', gross, gross, 0, false, '', 'open' FROM i)
           INSERT INTO billing_invoice_line (company_id, invoice_id, event_id, line_no, thread_id, order_label,
             delivery_label, item_code, description, quantity, unit, unit_price, net, tax_category, tax_rate, revenue_role)
           SELECT %(c)s, i.id, e.id, 1, e.thread_id, e.order_label, e.label, e.item_code, e.description, e.quantity,
             e.unit, e.unit_price, e.amount, e.tax_category, 20, 'REV' FROM e JOIN i ON i.thread_id = e.thread_id""",
        """INSERT INTO ledger_entry_line (company_id, entry_id, account_id, on_date, amount, currency, amount_currency)
           SELECT %(c)s, e.id, a.id, current_date, s.sign * CASE s.role WHEN 'AR' THEN i.gross WHEN 'REV' THEN i.net
             ELSE i.tax END, 'EUR', i.gross
           FROM ledger_entry e JOIN billing_invoice i ON i.id = e.source_id
           JOIN (VALUES ('AR', 1), ('REV', -1), ('VATO', -1)) AS s(role, sign) ON true
           JOIN ledger_account a ON a.company_id = %(c)s AND a.role = s.role
           WHERE e.source_kind = 'billing.invoice' AND i.thread_id IN (SELECT thread_id FROM sales_order
             WHERE id = ANY(%(o)s))""",
        "SET CONSTRAINTS ALL IMMEDIATE",
        """WITH n AS (INSERT INTO platform_number_series AS s (company_id, code, prefix, first_number, next_number, last_hash)
             VALUES (%(c)s, 'raw.invoice', 'RAW-', 1, 1 + cardinality(%(o)s::bigint[]), '')
             ON CONFLICT (company_id, code) DO UPDATE SET next_number = s.next_number + cardinality(%(o)s::bigint[])
             RETURNING next_number)
           UPDATE billing_invoice i SET state = 'posted', number = 'RAW-' || i.id, posted_at = now(),
             hash = encode(sha256(i.id::text::bytea), 'hex'), entry_id = 0 FROM n
           WHERE i.thread_id IN (SELECT thread_id FROM sales_order WHERE id = ANY(%(o)s))""",
    ),
}


@dataclass(frozen=True, slots=True)
class Places:
    """The places that the statements name."""

    bin: int
    stage: int
    out: int
    customer: int


def places(stage: Stage) -> Places:
    """Find the places of the company."""
    with transaction.atomic():
        _see(stage, 0)
        found = dict(rows("SELECT kind, id FROM inventory_location WHERE company_id = %s", [stage.company_id]))
    return Places(found["bin"], found["stage"], found["outbound"], found["customer"])


def run(stage: Stage, where: Places, figures: Figures) -> None:
    """Take a set of orders the whole way by hand-written SQL, a transaction an operation."""
    quotes = stage.quotes(figures.orders)
    with transaction.atomic():
        orders = [
            row[0] for row in rows("SELECT nextval('sales_order_id_seq') FROM generate_series(1, %s)", [len(quotes)])
        ]
    flat = [(o, n, line.item_id) for o, q in zip(orders, quotes, strict=True) for n, line in enumerate(q.lines, 1)]
    values = {
        "c": stage.company_id,
        "a": stage.actor_id,
        "s": stage.site_id,
        "p": stage.customers,
        "o": orders,
        "o2": [one[0] for one in flat],
        "n2": [one[1] for one in flat],
        "i2": [one[2] for one in flat],
        "bin": where.bin,
        "stage": where.stage,
        "out": where.out,
        "customer": where.customer,
    }
    for name, statements in SQL.items():
        with figures.step(name), transaction.atomic():
            _see(stage, 1, figures.orders)
            for statement in statements:
                execute(statement, values)
            execute(EVENT, {**values, "name": f"raw.{name}"})
    discard()


def _see(stage: Stage, writing: int, orders: int = 1) -> None:
    """Open a transaction as an operation does, with the same settings of the planner."""
    discard()
    if orders > 1:
        plan_afresh()
    execute(
        """SELECT set_config('throughline.company', %s, true), set_config('throughline.actor', %s, true),
                  set_config('throughline.operation', CASE WHEN %s = 1 THEN nextval('platform_operation_id')::text
                                                      ELSE '' END, true),
                  set_config('plan_cache_mode', %s, true), set_config('enable_seqscan', 'off', true)""",
        [
            str(stage.company_id),
            str(stage.actor_id),
            writing,
            "auto" if orders > 1 else "force_generic_plan",
        ],
    )
