"""Lists reach the server as they are, whatever stands in them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughline.platform.database.statements import rows

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=12)
COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS | st.sampled_from(["", "NULL", '"', "\\", "a,b", "{}", " "]),
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "numeric": st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9),
    "date": st.dates(date(1, 1, 1), date(9999, 12, 31)),
    "boolean": st.booleans(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(COLUMNS))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data(), holes=st.booleans())
def test_a_list_comes_back_as_it_went(kind: str, data: st.DataObject, holes: bool) -> None:
    """Columns of one type, with values missing or not, empty ones too."""
    column = COLUMNS[kind] | st.none() if holes else COLUMNS[kind]
    values: list[Any] = data.draw(st.lists(column, max_size=8))
    ((found,),) = rows(f"SELECT %s::{kind}[]", [values])
    assert found == values


@pytest.mark.django_db
def test_a_column_of_decimals_keeps_its_digits() -> None:
    """Numbers travel as text: no digit is lost, however many there are."""
    values = [Decimal("0.000001"), Decimal("12345678901234567890.123456"), Decimal("-0")]
    ((found,),) = rows("SELECT %s::numeric[]", [values])
    assert [str(value) for value in found] == ["0.000001", "12345678901234567890.123456", "0"]
