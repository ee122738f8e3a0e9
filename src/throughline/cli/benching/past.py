"""A past behind the items: moves of years gone by, straight into the ledger, as many as asked.

Only what reads and writes today is measured; how the past came about is not. The rows balance: every move into a
bin has its move out again.
"""

from throughline.cli.benching.company import Stage
from throughline.platform.database.statements import execute, rows

#: Moves written by one statement.
CHUNK = 500_000


def fill(stage: Stage, moves: int) -> None:
    """Write past moves of the company's items, spread over three years, and let the server know its tables."""
    ((bin_, out),) = rows(
        """SELECT min(id) FILTER (WHERE kind = 'bin'), min(id) FILTER (WHERE kind = 'outbound')
           FROM inventory_location WHERE company_id = %s""",
        [stage.company_id],
        alias="owner",
    )
    for start in range(0, moves, CHUNK):
        execute(
            """INSERT INTO inventory_move (company_id, kind, item_id, quantity, from_location_id, to_location_id,
                   from_status, to_status, source_kind, source_id, on_date, at, operation_id)
               SELECT %s, 'adjust', (%s::bigint[])[1 + n %% %s], 1, CASE n %% 2 WHEN 0 THEN %s ELSE %s END,
                   CASE n %% 2 WHEN 0 THEN %s ELSE %s END, 'available', 'available', 'bench.past', n,
                   current_date - (n %% 1000)::int, now(), 0
               FROM generate_series(%s::bigint, %s::bigint) AS n""",
            [
                stage.company_id,
                stage.items,
                len(stage.items),
                out,
                bin_,
                bin_,
                out,
                start + 1,
                min(start + CHUNK, moves),
            ],
            alias="owner",
        )
    settle()


def settle() -> None:
    """Let the server count its tables, as its own daemon does within a minute of any load."""
    execute("ANALYZE", alias="owner")
