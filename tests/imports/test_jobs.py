"""Imports in the hands of a worker: left, watched, stopped, killed, and done without one."""

import threading
from dataclasses import replace
from typing import Any

import pytest

from tests.imports.importing import code, facts, lines, mover, sent, work
from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world
from throughline.kernel.errors import InvalidInput, NotAllowed, RuleViolation
from throughline.modules.integrations.operations import commit_import as committing
from throughline.modules.integrations.operations import do_imports, series
from throughline.modules.integrations.public import (
    ask_import,
    check_import,
    commit_import,
    import_by_id,
    map_import,
    start_import,
    stop_import,
)
from throughline.platform import workers
from throughline.platform.operations import Ctx, Scope, reading, system_clock


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "CHUNK", 2)


def mapped(ctx: Ctx, world: World, count: int = 5) -> int:
    rows = [[code(world, f"i{n}"), f"Item {n}"] for n in range(count)]
    number = start_import(ctx, kind="items", name="items.csv", content=sent(["code", "name"], *rows))
    with reading(ctx):
        guessed = import_by_id(ctx, number).mapping
    map_import(ctx, number=number, mapping=guessed)
    return number


def made(world: World) -> int:
    return int(world.rows("SELECT count(*) FROM catalog_item WHERE code LIKE %s", code(world, "i_"))[0][0])


def test_a_worker_checks_and_imports_on_behalf_of_who_asked(world: World) -> None:
    sign_in(world, "masters")
    ctx = mover(world)
    number = mapped(ctx, world)
    ask_import(ctx, number=number, wanted="check")
    assert facts(ctx, number).wanted == "check"
    assert work() >= 1
    assert (facts(ctx, number).state, facts(ctx, number).wanted) == ("checked", "")
    ask_import(ctx, number=number, wanted="commit")
    work()
    found = facts(ctx, number)
    assert (found.state, found.trouble, found.rows_past) == ("done", "", 5)
    door, actor = world.rows(
        "SELECT door, actor_id FROM platform_operation WHERE company_id = %s AND name = 'catalog.save_items'",
        world.company_id,
    )[0]
    assert (door, actor) == ("import", world.people["masters"])


def test_what_is_under_way_is_left_alone_by_others(world: World) -> None:
    ctx = mover(world)
    number = mapped(ctx, world)
    ask_import(ctx, number=number, wanted="check")
    with pytest.raises(RuleViolation, match="at rest"):
        ask_import(ctx, number=number, wanted="check")
    for call in (check_import, commit_import):
        with pytest.raises(RuleViolation, match="stop it first"):
            call(ctx, number)
    with pytest.raises(InvalidInput, match="not rubbish"):
        ask_import(ctx, number=number, wanted="rubbish")


def test_it_is_stopped_after_a_part_and_goes_on(
    world: World, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(world, "masters")
    ctx = mover(world)
    number = mapped(ctx, world)
    ask_import(ctx, number=number, wanted="check")
    work()
    ask_import(ctx, number=number, wanted="commit")
    part = committing._part

    def part_then_stop(*given: Any) -> None:
        part(*given)
        stop_import(ctx, number=number)

    with monkeypatch.context() as patched:
        patched.setattr(committing, "_part", part_then_stop)
        work()
    found = facts(ctx, number)
    assert (found.state, found.wanted, found.rows_past, made(world)) == ("running", "", 2, 2)
    with pytest.raises(RuleViolation, match="Nothing is done"):
        stop_import(ctx, number=number)
    ask_import(ctx, number=number, wanted="commit")
    work()
    assert facts(ctx, number).state == "done"
    assert made(world) == 5


def test_a_killed_worker_is_followed_by_another_and_nothing_is_done_twice(
    world: World, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(world, "masters")
    ctx = mover(world)
    number = mapped(ctx, world)
    ask_import(ctx, number=number, wanted="check")
    work()
    ask_import(ctx, number=number, wanted="commit")
    calls = []

    def die_the_second_time(*given: Any, **named: Any) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return note(*given, **named)

    note = committing.note_outcomes
    with monkeypatch.context() as patched:
        patched.setattr(committing, "note_outcomes", die_the_second_time)
        with pytest.raises(KeyboardInterrupt):
            work()
    assert facts(ctx, number).wanted == "commit"
    work()
    assert facts(ctx, number).state == "done"
    assert {row.state for row in lines(ctx, number)} == {"done"}
    assert made(world) == 5


def test_two_workers_never_share_an_import(world: World) -> None:
    sign_in(world, "masters")
    ctx = mover(world)
    number = mapped(ctx, world)
    ask_import(ctx, number=number, wanted="check")
    held, let_go, outcome = threading.Event(), threading.Event(), []

    def hold() -> None:
        with do_imports._alone(number) as alone:
            outcome.append(alone)
            held.set()
            let_go.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    assert do_imports.do_wanted(world.company_id, number) is False
    let_go.set()
    other.join()
    assert outcome == [True]
    assert do_imports.do_wanted(world.company_id, number) is True


def test_what_the_person_may_not_do_any_more_is_told(world: World) -> None:
    ctx = mover(world)
    number = mapped(ctx, world)
    ask_import(ctx, number=number, wanted="check")
    work()
    found = facts(ctx, number)
    assert found.wanted == ""
    assert "hold no role" in found.trouble


def test_a_token_gains_nothing_by_asking_a_worker(world: World) -> None:
    client = sign_in(world, "masters")
    ctx = mover(world)
    number = mapped(ctx, world)
    scope = Scope(frozenset({"integrations.*"}))
    ask_import(replace(ctx, scope=scope), number=number, wanted="check")
    work()
    assert "outside the scopes" in facts(ctx, number).trouble
    assert "outside the scopes" in page(client, f"/imports/{number}/")
    with pytest.raises(NotAllowed):
        stop_import(replace(ctx, scope=Scope(frozenset({"read"}))), number=number)


def test_the_screen_says_how_far_it_is_and_whether_there_is_a_worker(world: World) -> None:
    client = sign_in(world, "masters")
    ctx = mover(world)
    number = mapped(ctx, world)
    assert client.get(f"/imports/{number}/progress/")["HX-Refresh"] == "true"
    ask_import(ctx, number=number, wanted="check")
    assert "Being checked" in page(client, f"/imports/{number}/")
    if not workers.runs(system_clock()):
        assert "No worker runs" in page(client, f"/imports/{number}/progress/")
    workers.tell("a test", system_clock())
    assert "It begins in a moment" in page(client, f"/imports/{number}/progress/")
    fill(client, "imports/here", number=number)
    assert facts(ctx, number).state == "checked"
