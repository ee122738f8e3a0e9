"""Small histories in the form of the online-retail file, and runs of the replay over them."""

import argparse
import csv
import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from throughline.cli import replaying
from throughline.cli.replaying.reading import COLUMNS

UK = "United Kingdom"
KNOWN, FOREIGN, NOBODY = "17850.0", "12345.0", ""

#: number, code, description, quantity, moment, price, customer, country
ROWS: list[tuple[str, str, str, str, str, str, str, str]] = [
    ("536001", " 85123a ", "HEART HOLDER", "6", "2010-12-01 08:26:00", "2.55", KNOWN, UK),
    ("536001", "71053", "METAL LANTERN", "6", "2010-12-01 08:26:00", "3.39", KNOWN, UK),
    ("536001", "71053", "METAL LANTERN", "2", "2010-12-01 08:26:00", "3.39", KNOWN, UK),
    ("536001", "POST", "POSTAGE", "1", "2010-12-01 08:26:00", "18.0", KNOWN, UK),
    ("536002", "22633", "HAND WARMER", "3", "2010-12-01 09:00:00", "0.125", NOBODY, UK),
    ("536003", "22633", "HAND WARMER", "10", "2010-12-01 10:00:00", "1.85", FOREIGN, "Germany"),
    ("536003", "22634", "SAMPLE WARMER", "1", "2010-12-01 10:00:00", "0.0", FOREIGN, "Germany"),
    ("536004", "22633", "damaged", "-2", "2010-12-01 11:00:00", "0.0", NOBODY, UK),
    ("536005", "84077", "?", "5", "2010-12-01 12:00:00", "0.0", NOBODY, UK),
    ("C536006", "71053", "METAL LANTERN", "-7", "2010-12-01 15:00:00", "3.39", KNOWN, UK),
    ("536007", "85123A", "HEART HOLDER", "12", "2010-12-02 09:00:00", "2.55", KNOWN, "France"),
    ("C536008", "85123A", "HEART HOLDER", "-1", "2010-12-02 10:00:00", "2.10", KNOWN, UK),
    ("C536008", "D", "Discount", "-1", "2010-12-02 10:00:00", "5.0", KNOWN, UK),
    ("A536009", "B", "Adjust bad debt", "1", "2010-12-02 11:00:00", "-11.06", NOBODY, UK),
    ("536010", "71053", "lost", "-1000", "2010-12-02 12:00:00", "0.0", NOBODY, UK),
    ("536010", "21001", "crushed", "-3", "2010-12-02 12:00:00", "0.0", NOBODY, UK),  # comes late: not there yet
    ("536011", "71053", "METAL LANTERN", "0", "2010-12-02 12:30:00", "3.39", KNOWN, UK),
    ("536012", "71053", "METAL LANTERN", "many", "2010-12-02 12:30:00", "3.39", KNOWN, UK),
    ("536013", "22633", "HAND WARMER", "40", "2010-12-13 09:00:00", "1.85", KNOWN, UK),
    ("536013", "84077", "WORLD WAR GLIDERS", "48", "2010-12-13 09:00:00", "0.29", KNOWN, UK),
    ("536014", "22633", "HAND WARMER", "4", "2010-12-14 09:00:00", "1.85", FOREIGN, "Germany"),
    ("C536015", "22633", "HAND WARMER", "-12", "2010-12-14 10:00:00", "1.85", FOREIGN, "Germany"),
]


def write(folder: Path) -> Path:
    """Write the small history to a file."""
    path = folder / "history.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(ROWS)
    return path


def new_company() -> str:
    """Give the code of a company that nobody has."""
    return f"REPLAY-{uuid4().hex[:8]}".upper()


def replay(file: Path, company: str, until: date | None = None) -> dict[str, Any]:
    """Run the replay and give its report."""
    told = file.parent / f"{company}.json"
    options = argparse.Namespace(file=file, until=until, company=company, fresh=False, json=told)
    code = replaying.run(options)
    report: dict[str, Any] = json.loads(told.read_text())
    assert report["ok"] == (code == 0), "the exit code says whether all is well"
    return report


def comparable(report: dict[str, Any]) -> dict[str, Any]:
    """Give what two runs of one history must agree in: everything but whose it is and how long it took."""
    return {
        **{name: value for name, value in report.items() if name not in {"company", "speed", "verify"}},
        "checks": [(check["name"], check["total"]) for check in report["verify"]["checks"]],
    }
