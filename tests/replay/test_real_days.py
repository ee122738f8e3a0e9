"""The first day of the real file, where it is at hand."""

from datetime import date
from pathlib import Path

import pytest

from tests.replay.histories import new_company, replay
from tests.shared import ONLINE_RETAIL


@pytest.mark.shared
@pytest.mark.slow
def test_the_first_days_of_the_real_year(tmp_path: Path) -> None:
    copy = tmp_path / "history.csv"
    copy.symlink_to(ONLINE_RETAIL)
    report = replay(copy, new_company(), until=date(2010, 12, 1))
    assert report["ok"]
    assert report["file"] == {"rows": "3108", "quantity": "26814", "amount": "58635.56"}
    assert report["service"]["lines of goods"] > 3000
    assert 0 < report["service"]["lines short at first"] < 400
