"""How imports are said in words."""

from collections.abc import Mapping

from throughline.modules.integrations.domain.kinds import KINDS
from throughline.modules.integrations.queries.imports import ImportFacts, RowFacts
from throughline.platform.ui import Status, disc, half, ring, triangle
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.sentences import said


def import_status(found: ImportFacts) -> Status:
    """Say where an import stands."""
    if found.wanted:
        return half({"check": "Being checked", "commit": "Being imported", "undo": "Being undone"}[found.wanted])
    if found.state == "done":
        return triangle("Done, some refused") if found.counts.get("now_refused") else disc("Done")
    if found.state == "undone":
        return triangle("Undone in part") if found.counts.get("now_done") else ring("Undone")
    words = {"uploaded": ring("Uploaded"), "mapped": half("Mapped"), "checked": half("Checked")}
    return words.get(found.state) or triangle("Stopped on the way")


def row_status(row: RowFacts) -> Status:
    """Say what became of a line, or would."""
    if row.state == "checked":
        shapes = {"new": half("New"), "changed": half("Changed"), "same": ring("Same")}
        return shapes.get(row.verdict) or triangle("Refused")
    shapes = {"done": disc("Done"), "same": ring("Same"), "undone": ring("Undone")}
    return shapes.get(row.state) or triangle("Refused")


def kind_label(kind: str) -> str:
    """Name a kind of import."""
    return KINDS[kind].label if kind in KINDS else kind


def difference(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Say a difference from old to new, a field at a time."""
    told = []
    names = [name for kind in KINDS.values() for column in kind.columns for name in [column.name]]
    place = {name: number for number, name in reversed(list(enumerate(names)))}
    for name in sorted({*new, *old} - {"code"}, key=lambda one: place.get(one, 0)):
        was, now = old.get(name, ""), new.get(name, "")
        label = str(said(name.replace("_", " ")))
        told.append(f"{label} {was} → {now}" if name in old else f"{label} {now}")
    return ", ".join(told)


def sentence(found: ImportFacts) -> str:
    """Say in one sentence what an import would do, or did."""
    counts = found.counts
    if found.wanted:
        return "A worker is at it; you can leave this page, and are told when it has ended."
    rows = f"{counts.get('rows', 0):,} {plural('row', counts.get('rows', 0))}"
    if found.state in ("uploaded", "mapped"):
        return f"{rows} read; say what the headings mean, then it is checked. Nothing is changed yet."
    if found.state == "checked":
        return (
            f"Of {rows} {counts.get('new', 0):,} would be new, {counts.get('changed', 0):,} changed, "
            f"{counts.get('same', 0):,} stay the same, {counts.get('refused', 0):,} are refused."
        )
    if found.state in ("running", "undoing"):
        return "It was stopped on the way; go on where it was, nothing is done twice."
    done, undone = counts.get("now_done", 0), counts.get("now_undone", 0)
    if found.state == "undone":
        return f"{undone:,} {plural('row', undone)} taken back, {done:,} stay because they were used since."
    return f"{done:,} {plural('row', done)} done, {counts.get('now_refused', 0):,} refused."
