"""schemathesis reads the description and tries everything it says: nothing breaks, and no refusal changes a row."""

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.rest.rows import changed, fingerprint
from tests.rest.staff import staff
from throughline.web.wsgi import application

#: A few tens of seconds in the suite; more when somebody looks for faults: THROUGHLINE_FUZZ=200.
EXAMPLES = int(os.environ.get("THROUGHLINE_FUZZ", "6"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.mark.slow
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
