"""Every test of safety begins with nothing counted against anybody."""

import pytest

from throughline.platform.database.statements import execute


@pytest.fixture(autouse=True)
def _nothing_counted(_database_by_place: None) -> None:
    execute("DELETE FROM platform_throttle")
