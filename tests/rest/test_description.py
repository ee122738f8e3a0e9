"""schemathesis reads the description and tries everything it says: nothing breaks, and no refusal changes a row."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.rest.rows import changed, fingerprint
from tests.rest.staff import staff
from throughline.platform.operations import OPERATIONS
from throughline.platform.rest import operations
from throughline.platform.rest.lists import record_path
from throughline.platform.rest.openapi import description, public
from throughline.platform.rest.reads import READS
from throughline.platform.rest.typed import arguments
from throughline.platform.ui import screens
from throughline.platform.ui.forms import OperationForm
from throughline.platform.ui.lists import ListScreen
from throughline.platform.ui.records import RecordScreen
from throughline.web.wsgi import application

#: A few tens of seconds in the suite; more when somebody looks for faults: THROUGHLINE_FUZZ=200.
EXAMPLES = int(os.environ.get("THROUGHLINE_FUZZ", "2"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
#: The phase that tries every constraint by itself is for the long look: it alone takes minutes.
CONFIG = SchemathesisConfig.from_dict({"phases": {"coverage": {"enabled": "THROUGHLINE_FUZZ" in os.environ}}})
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application, config=CONFIG)


def test_the_description_is_openapi_3_1() -> None:
    described = json.loads(Client().get("/api/openapi.json").content)
    assert described["openapi"].startswith("3.1")
    validate(described)


def test_every_form_says_which_operation_it_comes_to() -> None:
    """A record's actions tell programs what to call, so no form keeps that to itself."""
    named = {one.slug: one.called for one in screens if isinstance(one, OperationForm)}
    assert {slug: name for slug, name in named.items() if name not in OPERATIONS} == {}


def test_everything_is_described() -> None:
    """Every operation, read, list and record has its address, with a summary and its refusals."""
    paths = description()["paths"]
    for name in OPERATIONS:
        if public(name):
            told = paths[f"/api/v1/operations/{name}"]["post"]
            assert len(told["summary"]) > 10
            assert {"200", "401", "403", "409", "422"} <= set(told["responses"])
    assert all(f"/api/v1/reads/{name}" in paths for name in READS)
    assert all(f"/api/v1/{one.slug}" in paths for one in screens if isinstance(one, ListScreen))
    assert all(record_path(one) in paths for one in screens if isinstance(one, RecordScreen))


@pytest.fixture
def kept_connections() -> Iterator[None]:
    """Keep the connections of this thread between requests, as a test client does."""
    for told in (request_started, request_finished):
        told.disconnect(close_old_connections)
    yield
    for told in (request_started, request_finished):
        told.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("kept_connections")
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="THROUGHLINE_FUZZ" not in os.environ,
    suppress_health_check=list(HealthCheck),
    database=None,
)
def test_nothing_breaks_and_no_refusal_changes_a_row(case: Any) -> None:
    called = case.operation.definition.raw["operationId"]
    caller = staff().of(called)
    before = fingerprint()
    headers = {"Authorization": f"Bearer {caller.secret}"}
    answer = case.call_and_validate(headers=headers, checks=CHECKS)
    if 400 <= answer.status_code < 500:
        assert changed(before) == []


@pytest.mark.parametrize("name", sorted(name for name in OPERATIONS if public(name)))
def test_every_operation_shows_a_body_that_fits(name: str) -> None:
    """The example of the description is typed as a request would be, so that nobody copies what is refused."""
    told = description()["paths"][f"/api/v1/operations/{name}"]["post"]
    shown = told["requestBody"]["content"]["application/json"]["example"]
    arguments(operations.hints_of(name), operations.defaults_of(name), shown)


def test_fields_of_orders_say_what_they_mean_and_in_which_unit() -> None:
    quote = description()["components"]["schemas"]["sales.QuoteInput"]["properties"]
    assert "service class" in json.dumps(quote["service_class"])
    line = description()["components"]["schemas"]["sales.LineInput"]["properties"]
    assert "stock unit" in line["quantity"]["description"]
    assert "before tax" in line["unit_price"]["description"]
