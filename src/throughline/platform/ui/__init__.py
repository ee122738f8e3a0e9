"""The screen kit: a module declares its screens in a few lines and writes no HTML for the usual cases.

Lists, records, operation forms, boards, queues and scan steps are declarations, registered with `screens`. The kit
turns them into pages that follow reference/ui: filters in the URL, one address for page and fragment, input kept on
error, the throughline on every document. It reads inside one transaction with row security set and changes nothing
itself: every change is an operation. docs/ui-kit.md shows each kind once.
"""

from throughline.platform.ui.boards import Board, Group, Place, Workbench, places
from throughline.platform.ui.bulk import Bulk
from throughline.platform.ui.deciding import decision_form
from throughline.platform.ui.forms import (
    Done,
    Field,
    Once,
    OperationForm,
    Preview,
    Shown,
    Upload,
    beside_lines,
    open_made,
    standing_lines,
    typed_lines,
)
from throughline.platform.ui.line import STATIONS, Flag, Leg, MiniLine, Station, Throughline, mini
from throughline.platform.ui.lists import Empty, Filter, ListPage, ListRequest, ListScreen, View
from throughline.platform.ui.masters import Master
from throughline.platform.ui.queues import QueueGroup, QueueRow, QueueScreen, Tab, Work
from throughline.platform.ui.records import Part, RecordScreen
from throughline.platform.ui.registry import Nav, Screen, form_url, list_url, record_url, screens
from throughline.platform.ui.scans import Feedback, Scan, ScanAction, ScanRow, ScanScreen, ScanStep
from throughline.platform.ui.search import Hit, Lookup, Option, lookups, search
from throughline.platform.ui.sections import (
    Choice,
    Choices,
    Document,
    Documents,
    Entry,
    Finding,
    Findings,
    Grid,
    Meter,
    Meters,
    Pair,
    Pairs,
    Panel,
    Section,
    ThroughlineSection,
    Tile,
    Tiles,
    Timeline,
    Two,
)
from throughline.platform.ui.sentences import Told, said, tell, tell_count
from throughline.platform.ui.values import (
    Action,
    Column,
    Fact,
    Item,
    Measured,
    MiniCell,
    Status,
    disc,
    half,
    octagon,
    ring,
    triangle,
)
from throughline.platform.ui.why import Candidate, Why, WhyAnswer, why_url, whys

__all__ = [
    "STATIONS", "Action", "Board", "Bulk", "Candidate", "Choice", "Choices", "Column", "Document", "Documents",
    "Done", "Empty", "Entry", "Fact", "Feedback", "Field", "Filter", "Finding", "Findings", "Flag", "Grid", "Group",
    "Hit", "Item", "Leg", "ListPage", "ListRequest", "ListScreen", "Lookup", "Master", "Measured", "Meter", "Meters",
    "MiniCell", "MiniLine", "Nav", "Once", "OperationForm", "Option", "Pair", "Pairs", "Panel", "Part", "Place",
    "Preview", "QueueGroup", "QueueRow", "QueueScreen", "RecordScreen", "Scan", "ScanAction", "ScanRow", "ScanScreen",
    "ScanStep",
    "Screen", "Section", "Shown", "Station", "Status", "Tab", "Throughline", "ThroughlineSection", "Tile", "Tiles",
    "Timeline", "Told", "Two", "Upload", "View", "Why", "WhyAnswer", "Work", "Workbench", "beside_lines",
    "decision_form", "disc", "form_url", "half", "list_url", "lookups", "mini", "octagon", "open_made", "places",
    "record_url", "ring", "said", "screens", "search", "standing_lines", "tell", "tell_count", "triangle",
    "typed_lines", "why_url", "whys",
]  # fmt: skip
