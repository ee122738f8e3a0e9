"""Measuring the line beside hand-written SQL that writes the same rows, on the same server, in the same run.

`company` sets the stage, `line` runs the product's operations, `raw` the SQL, `rates` several processes at once,
`past` puts years of moves behind the items, `reads` times reading and printing, `pages` every page, `figures` counts
time, statements, rows and WAL, `profile` says where time goes, `report` prints and judges.
"""

from throughline.cli.benching.report import run, run_pages

__all__ = ["run", "run_pages"]
