"""The door of the warehouse."""

from throughline.modules.warehouse.acts.cross_dock import serve_at_dock, waiting_at_dock
from throughline.modules.warehouse.acts.ship import load_units, mark_loaded
from throughline.modules.warehouse.acts.withdraw import withdraw
from throughline.modules.warehouse.domain.contents import UnitContent, WaitingContent
from throughline.modules.warehouse.domain.reading import Read, read
from throughline.modules.warehouse.operations.cancel_waves import cancel_waves
from throughline.modules.warehouse.operations.confirm_counts import BinCount, confirm_counts
from throughline.modules.warehouse.operations.confirm_picks import PickDone, confirm_picks
from throughline.modules.warehouse.operations.confirm_put_backs import confirm_put_backs
from throughline.modules.warehouse.operations.count_again import count_again
from throughline.modules.warehouse.operations.pack_goods import PackLine, PackUnit, pack_goods
from throughline.modules.warehouse.operations.plan_waves import WaveInput, plan_waves
from throughline.modules.warehouse.operations.receive_goods import ReceiptInput, ReceiptLineInput, receive_goods
from throughline.modules.warehouse.operations.release_demands import release_demands
from throughline.modules.warehouse.operations.release_due import release_due
from throughline.modules.warehouse.operations.release_waves import release_waves
from throughline.modules.warehouse.operations.unpack_goods import unpack_goods
from throughline.modules.warehouse.operations.withdraw_picks import withdraw_picks
from throughline.modules.warehouse.policies import CROSS_DOCKING, RELEASING
from throughline.modules.warehouse.queries.due import sites_due
from throughline.modules.warehouse.queries.labels import labels_pdf, labels_zpl
from throughline.modules.warehouse.queries.packing import (
    Packable,
    packable,
    waiting_to_pack,
    waiting_units,
)
from throughline.modules.warehouse.queries.papers import ContentRow, contents_of
from throughline.modules.warehouse.queries.tasks import TaskFacts, ready_tasks
from throughline.modules.warehouse.queries.waves import DueWave, due_waves

__all__ = [
    "CROSS_DOCKING",
    "RELEASING",
    "BinCount",
    "ContentRow",
    "DueWave",
    "PackLine",
    "PackUnit",
    "Packable",
    "PickDone",
    "Read",
    "ReceiptInput",
    "ReceiptLineInput",
    "TaskFacts",
    "UnitContent",
    "WaitingContent",
    "WaveInput",
    "cancel_waves",
    "confirm_counts",
    "confirm_picks",
    "confirm_put_backs",
    "contents_of",
    "count_again",
    "due_waves",
    "labels_pdf",
    "labels_zpl",
    "load_units",
    "mark_loaded",
    "pack_goods",
    "packable",
    "plan_waves",
    "read",
    "ready_tasks",
    "receive_goods",
    "release_demands",
    "release_due",
    "release_waves",
    "serve_at_dock",
    "sites_due",
    "unpack_goods",
    "waiting_at_dock",
    "waiting_to_pack",
    "waiting_units",
    "withdraw",
    "withdraw_picks",
]
