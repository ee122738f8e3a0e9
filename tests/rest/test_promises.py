"""What the door promises: once under a key, against one version, page by page, within one's scopes and company."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests.rest.caller import Caller, caller, permit
from tests.rest.conftest import company
from tests.rest.rows import changed, fingerprint
from tests.world import World, new_world
from throughline.governance.tokens import issue_own_token, revoke_own_tokens
from throughline.kernel.errors import InvalidInput, NotAllowed
from throughline.platform.database.statements import observed, rows
from throughline.platform.operations import Scope
from throughline.platform.permissions import ctx_for


@cache
def program_of_the_desk() -> Caller:
    """Give a program of the company's desk."""
    return caller(company()[0], "desk")


@pytest.fixture
def desk() -> Caller:
    return program_of_the_desk()


def quote(world: World, party: int, item: int, quantity: str = "1") -> dict[str, Any]:
    line = {"item_id": item, "quantity": quantity}
    return {"quotes": [{"party_id": party, "site_id": world.site_id, "lines": [line]}]}


def test_a_repeated_request_gets_the_first_answer(world: World, desk: Caller, party: int, item: int) -> None:
    body = quote(world, party, item)
    first = desk.post("sales.quote_orders", body, Idempotency_Key="same-1")
    before = fingerprint()
    assert desk.post("sales.quote_orders", body, Idempotency_Key="same-1") == first
    other = desk.post("sales.quote_orders", quote(world, party, item, "2"), 409, Idempotency_Key="same-1")
    assert other["code"] == "idempotency_key_reused"
    assert changed(before) == []
    assert desk.post("sales.quote_orders", body, 422, Idempotency_Key="x" * 201)["field"] == "Idempotency-Key"


def test_a_record_has_a_tag_and_a_change_may_name_it(world: World, desk: Caller, party: int, item: int) -> None:
    (order,) = desk.done("sales.quote_orders", quote(world, party, item))
    read = desk.fetch(f"orders/{order}")
    tag, record = read["ETag"], json.loads(read.content)
    assert record["data"]["version"] == record["version"] == 1
    assert record["data"]["lines"][0]["line"]["quantity"] == "1.00"
    offered = {action["operation"]: action["permitted"] for action in record["actions"] if "operation" in action}
    assert offered["sales.confirm_orders"] is True
    assert desk.fetch(f"orders/{order}", If_None_Match=tag).status_code == 304
    new = {"order": {"id": order}, "quote": quote(world, party, item, "3")["quotes"][0]}
    desk.post("sales.change_quote", new, If_Match=tag)
    before = fingerprint()
    assert desk.post("sales.change_quote", new, 412, If_Match=tag)["code"] == "stale_version"
    stale = {"orders": [{"id": order}]}
    assert desk.post("sales.confirm_orders", stale, 412, If_Match=tag)["code"] == "stale_version"
    assert desk.post("sales.change_quote", new | {"order": {"id": order, "version": 1}}, 409)["code"] == "stale_version"
    assert desk.post("sales.quote_orders", quote(world, party, item), 422, If_Match=tag)["code"] == "if_match_unusable"
    assert changed(before) == []
    assert desk.fetch(f"orders/{order}", If_None_Match=tag).status_code == 200


def test_one_bad_row_does_not_stop_the_others(world: World, desk: Caller, party: int, item: int) -> None:
    (good,) = desk.done("sales.quote_orders", quote(world, party, item))
    answer = desk.post("sales.confirm_orders", {"orders": [{"id": good}, {"id": 10**15}]})
    assert answer["counts"] == {"done": 1, "held": 0, "refused": 1, "skipped": 0}
    assert [(one["status"], one["code"]) for one in answer["outcomes"]][1] == ("refused", "order_unknown")


def test_a_list_is_read_page_by_page(world: World, desk: Caller, party: int, item: int) -> None:
    for _ in range(5):
        desk.done("sales.quote_orders", quote(world, party, item))
    whole = [row["id"] for row in desk.get("quotes?size=200")["data"]]
    read: list[int] = []
    address: str | None = "quotes?size=2&sort=-number"
    while address:
        page = desk.get(address)
        assert len(page["data"]) <= 2
        read += [row["id"] for row in page["data"]]
        address = page["next"].split("/api/v1/")[1] if page["next"] else None
    assert read == whole
    first = desk.get("reads/sales.orders?limit=2")
    after = desk.get(f"reads/sales.orders?limit=2&after={first['next']}")
    assert {row["id"] for row in first["data"]}.isdisjoint(row["id"] for row in after["data"])


def test_a_dry_run_changes_nothing(world: World, desk: Caller, party: int, item: int) -> None:
    before = fingerprint()
    answer = desk.post("sales.quote_orders", quote(world, party, item), query="?dry_run=true")
    assert answer["counts"]["done"] == 1
    assert changed(before) == []


def test_scopes_narrow_what_the_holder_may(world: World, party: int, item: int) -> None:
    reads = caller(world, "desk", scopes=("read",))
    assert reads.get("orders")["data"] is not None
    assert reads.post("sales.quote_orders", quote(world, party, item), 403)["code"] == "scope_missing"
    named = caller(world, "desk", scopes=("sales.quote_orders",))
    (order,) = named.done("sales.quote_orders", quote(world, party, item))
    assert named.post("sales.confirm_orders", {"orders": [{"id": order}]}, 403)["code"] == "scope_missing"
    assert named.get("orders", 403)["code"] == "scope_missing"
    sales = caller(world, "desk", scopes=("sales.*",))
    assert sales.get(f"orders/{order}")["id"] == order
    assert sales.get("reads/inventory.availability?site_id=1", 403)["code"] == "scope_missing"
    more = caller(world, "floor", "sales.order.read", scopes=("*",))
    assert more.get("invoices", 403)["code"] == "permission_missing", "a scope never gives more than the holder has"


def test_a_company_is_closed_to_tokens_of_another(world: World, desk: Caller, party: int, item: int) -> None:
    (order,) = desk.done("sales.quote_orders", quote(world, party, item))
    stranger = caller(new_world(), "desk")
    before = fingerprint()
    assert stranger.get(f"orders/{order}", 404)["code"] == "order_unknown"
    assert stranger.get(f"customers/{party}", 404)["status"] == 404
    assert stranger.read("sales.order_lines", order_ids=[order]) == []
    assert stranger.read("inventory.availability", site_id=world.site_id) == []
    assert stranger.read("inventory.places", site_id=world.site_id) == []
    assert stranger.read("parties.customers", party_ids=[party]) == []
    new = {"order": {"id": order}, "quote": quote(world, party, item)["quotes"][0]}
    assert stranger.post("sales.change_quote", new, 422)["code"] == "order_unknown"
    assert changed(before) == []
    refused = stranger.post("sales.lose_quotes", {"orders": [{"id": order}], "reason": "x"})
    assert refused["outcomes"][0]["code"] == "order_unknown"
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("quoted",)]


def test_a_token_ends_at_once_and_its_secret_is_kept_nowhere(world: World) -> None:
    ctx = ctx_for(permit(world, "desk"), world.company_id)
    issued = issue_own_token(replace(ctx, idempotency_key="t1"), name="Shop", scopes=["read"])
    assert issue_own_token(replace(ctx, idempotency_key="t1"), name="Shop", scopes=["read"]).secret == ""
    kept = rows("SELECT to_jsonb(k)::text FROM platform_idempotency_key k WHERE key = 't1'", alias="owner")
    tokens = rows("SELECT to_jsonb(t)::text FROM platform_api_token t WHERE id = %s", [issued.id], alias="owner")
    assert issued.secret not in str(kept) + str(tokens)
    shop = Caller(issued.secret)
    assert shop.read("governance.me")["scopes"] == ["read"]
    used = rows("SELECT last_used_at FROM platform_api_token_use WHERE token_id = %s", [issued.id], alias="owner")
    assert used[0][0] is not None
    assert revoke_own_tokens(ctx, tokens=[issued.id]).only().status == "done"
    assert shop.get("orders", 401)["code"] == "token_revoked"
    assert revoke_own_tokens(ctx, tokens=[issued.id]).only().status == "skipped"
    deeds = world.rows("SELECT subjects FROM platform_operation WHERE name = 'governance.issue_own_token'")
    assert {"platform.api_token": [issued.id], "platform.user": [ctx.actor_id]} in [one for (one,) in deeds]


def test_a_token_makes_no_tokens_and_scopes_are_spelled_right(world: World) -> None:
    ctx = ctx_for(permit(world, "desk"), world.company_id)
    with pytest.raises(NotAllowed, match="sign in"):
        issue_own_token(replace(ctx, scope=Scope(frozenset({"*"}))), name="x", scopes=["*"])
    for wrong in (["slaes.*"], ["sales"], [], ["sales.order.raed"]):
        with pytest.raises(InvalidInput) as refused:
            issue_own_token(ctx, name="x", scopes=wrong)
        assert refused.value.field == "scopes"


def test_what_came_through_the_door_says_so(world: World, desk: Caller, party: int, item: int) -> None:
    (order,) = desk.done("sales.quote_orders", quote(world, party, item))
    (deed,) = desk.read("governance.audit", subject_kind="sales.order", subject_id=order)
    assert deed["door"] == "api"
    assert deed["cause"].startswith("token:")


def test_the_door_adds_one_statement_to_an_operation(world: World, desk: Caller, party: int, item: int) -> None:
    body = quote(world, party, item)
    desk.post("sales.quote_orders", body)
    seen: list[str] = []
    with observed(seen.append):
        desk.post("sales.quote_orders", body)
    own = [one for one in seen if "platform_token_holder" in one]
    assert len(own) == 1
    assert seen[0] == own[0], "the token is read first, and nothing beside it"
