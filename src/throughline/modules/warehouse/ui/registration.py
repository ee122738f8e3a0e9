"""What the warehouse adds to the product's screens."""

from throughline.modules.warehouse.permissions import READ_RECEIPTS, READ_RELEASE, READ_TASKS
from throughline.modules.warehouse.ui import (
    comparing,
    counting,
    home,
    moving,
    packing,
    picking,
    putaway,
    receipts,
    receive,
    release,
    release_due,
    releases,
    scan_counting,
    scan_packing,
    scan_putting_back,
    scan_receiving,
    scanning,
    wave_forms,
    waves,
)
from throughline.modules.warehouse.ui.papers import labels, picklists
from throughline.platform import refs
from throughline.platform.ui import Why, homes, lookups, screens, whys
from throughline.platform.ui.numbered import Numbered, register_numbered


def register() -> None:
    """Add the warehouse's screens to the product."""
    screens.register(
        release.BOARD,
        release_due.DUE,
        comparing.BOARD,
        waves.LIST,
        waves.RECORD,
        wave_forms.PLAN,
        wave_forms.RELEASE,
        wave_forms.CANCEL,
        releases.LIST,
        releases.RECORD,
        picklists.OF_RELEASE,
        picklists.OF_ORDER,
        labels.LABEL_PDF,
        labels.LABEL_ZPL,
        picking.LIST,
        picking.RECORD,
        picking.FORM,
        picking.PUT_BACKS,
        scanning.SCAN,
        scan_packing.SCAN,
        scan_receiving.SCAN,
        scan_putting_back.SCAN,
        scan_counting.SCAN,
        counting.LIST,
        counting.FORM,
        putaway.LIST,
        putaway.MOVE,
        moving.PUT_AWAY,
        moving.MOVE,
        packing.BOARD,
        packing.FORM,
        packing.UNPACK,
        packing.UNIT,
        receipts.LIST,
        receipts.RECORD,
        receive.FORM,
    )
    whys.register(Why("release", release_due.explain_release, READ_TASKS))
    homes.register(*home.PARTS)
    lookups.register(receive.ARRIVALS)
    register_numbered(
        Numbered("receipts", "Receipt", "warehouse_receipt", READ_RECEIPTS, "package-import"),
        Numbered("units", "Handling unit", "warehouse_handling_unit", READ_TASKS, "package", "sscc"),
        Numbered("waves", "Wave", "warehouse_wave", READ_RELEASE, "list-check", prefix="W-"),
        Numbered("releases", "Release", "warehouse_release", READ_RELEASE, "list-check", prefix="R-"),
    )
    refs.register("warehouse.release", releases.shown)
    refs.register("warehouse.wave", waves.shown)
    refs.register("warehouse.receipt", receipts.shown)
