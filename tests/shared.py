"""Real histories that tests take by path: the folder beside the project, or the one THROUGHLINE_SHARED names."""

import os
from pathlib import Path

FOLDER = Path(os.environ.get("THROUGHLINE_SHARED", Path(__file__).resolve().parents[2] / "shared"))

#: A year of a real shop: every line of every invoice, with customer, item and price.
ONLINE_RETAIL = FOLDER / "data/online-retail/online_retail_2010-12_2011-11.csv"
