"""Forms opened and posted with what nobody should send: a page with the reason, or a refusal, never a failure."""

from functools import cache
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.screens.signed_in import sign_in
from tests.world import World, new_world
from throughline.platform.ui import Field, OperationForm, ScanScreen, screens

HOSTILE = (
    "", " ", "²", "٣", "-1", "9" * 20, "9" * 5000, "1e400", "NaN", "-Infinity", "0000-01-01", "9999-12-31",
    "31.02.2026", "a\x00b", "\ufffd\ufffe", "\u202e\u200b\u0000", "x" * 20_000, "<script>alert(1)</script>",
    "'; DROP TABLE x;--", "../../etc/passwd", "{}", "[]", "=1+1", "1:2,3:x", "0:-1",
)  # fmt: skip
FORMS = [one for one in screens if isinstance(one, OperationForm)]


@cache
def company() -> tuple[World, Client]:
    """One company for all forms: whatever is done in it, nothing may fail."""
    world = new_world()
    world.order(world.customer(), [(world.item("P", stock=10, cost=5, price=9), 2)])
    return world, sign_in(world, "desk")


def names_of(form: OperationForm) -> list[Field]:
    """Give the fields that a form has whatever it is about."""
    return [] if callable(form.fields) else list(form.fields)


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.slug)
def test_a_form_answers_whatever_its_address_says(form: OperationForm) -> None:
    _, browser = company()
    asked = {field.name for field in names_of(form)} | {"order", "subject", "customer", "site", "list", "copy", "item",
                                                        "user", "role", "shipment", "receipt"}  # fmt: skip
    for value in HOSTILE[:10]:
        answer = browser.get(f"/do/{form.slug}/", dict.fromkeys(asked, value[:200]))
        assert answer.status_code < 500, (form.slug, value[:20], answer.content.decode()[-1500:])


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.slug)
def test_a_form_refuses_whatever_is_posted(form: OperationForm) -> None:
    _, browser = company()
    for value in HOSTILE:
        answer = browser.post(f"/do/{form.slug}/", posted(names_of(form), value))
        assert answer.status_code < 500, (form.slug, value[:20], answer.content.decode()[-1500:])


@pytest.mark.parametrize("form", [one for one in FORMS if one.preview], ids=lambda one: one.slug)
def test_a_preview_answers_whatever_is_typed(form: OperationForm) -> None:
    _, browser = company()
    for value in HOSTILE:
        answer = browser.post(f"/do/{form.slug}/preview/", posted(names_of(form), value))
        assert answer.status_code < 500, (form.slug, value[:20], answer.content.decode()[-1500:])


STATE = (
    "task", "site", "code", "quantity", "demand", "closed", "last", "item", "lot", "lotless", "units", "unit", "scans",
    "skipped", "place", "counts", "supply", "step", "order", "balance", "kind", "carrier", "packed", "amount",
)  # fmt: skip


@pytest.mark.parametrize("screen", [one for one in screens if isinstance(one, ScanScreen)], ids=lambda one: one.slug)
def test_a_scanner_answers_whatever_it_reads(screen: ScanScreen) -> None:
    """What a page keeps of the work so far comes back from a device: it may hold anything."""
    _, browser = company()
    for value in HOSTILE:
        short = value[:500]
        state = dict.fromkeys(STATE, short)
        kept = {f"state-{name}": short for name in STATE}
        for sent in ({**kept, "code": short}, {**kept, "action": short}, {**kept, "quantity": short}, {"code": short}):
            answer = browser.post(screen.path, sent)
            assert answer.status_code < 500, (screen.slug, value[:20], answer.content.decode()[-1500:])
        answer = browser.get(screen.path, state)
        assert answer.status_code < 500, (screen.slug, value[:20], answer.content.decode()[-1500:])


def posted(fields: list[Field], value: str) -> dict[str, Any]:
    """Put one value into every field and every cell of two lines; files hold it as their content."""
    found: dict[str, Any] = {}
    for field in fields:
        if field.kind == "lines":
            columns = field.columns if not callable(field.columns) else []
            found |= {f"{field.name}-{place}-{column.name}": value for place in ("0", "1", "²") for column in columns}
            found[f"{field.name}-order"] = f"0,1,{value[:50]}"
        elif field.kind == "file":
            found[field.name] = SimpleUploadedFile("a\r\nX: y.pdf", value.encode())
        else:
            found[field.name] = value
    return found
