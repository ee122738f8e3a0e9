"""Measuring the line beside hand-written SQL that writes the same rows, on the same server, in the same run.

`company` sets the stage, `line` runs the product's operations, `raw` the SQL, `rates` several processes at once,
`figures` counts time, statements, rows and WAL, `report` prints and judges.
"""

from throughline.cli.benching.report import run

__all__ = ["run"]
