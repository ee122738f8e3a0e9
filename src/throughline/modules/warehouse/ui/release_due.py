"""Releasing what policy says is due at a site, with what would go beside the form."""

from collections.abc import Mapping
from typing import Any

from throughline.governance.public import site_asked, site_choices
from throughline.kernel.errors import DomainError, NotFound
from throughline.modules.warehouse.policies import RELEASING
from throughline.modules.warehouse.queries.papers import why_released
from throughline.platform.operations import OPERATIONS, Ctx, Outcomes, reading
from throughline.platform.ui import Done, Field, Finding, OperationForm, Preview, WhyAnswer, list_url
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import moment


def _ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Say what the release would do, by doing it and taking it back."""
    with reading(ctx):
        site, _ = site_asked(ctx, values.get("site"))
    try:
        outcomes = OPERATIONS["warehouse.release_due"].dry_run(ctx, site_id=site.id)
    except DomainError as refused:
        return Preview(findings=[Finding("block", "Nothing can be released", refused.message)])
    if not outcomes:
        told = "Policy releases nothing at this moment: nothing that could go is near its cut-off."
        return Preview(findings=[Finding("info", "Nothing is due", told)])
    return Preview(findings=[Finding("info", _said(outcomes), "Nothing has happened yet.")])


def _said(outcomes: Outcomes) -> str:
    total, done = len(outcomes), len(outcomes.done)
    rest = f", {total - done} stay" if total > done else ""
    return f"{done} of {total} {plural('line', total)} to pick{rest}"


DUE = OperationForm(
    slug="release/due",
    parent="release",
    title="Release what is due",
    text=f"What the policy “{RELEASING.meaning}” says is due by now goes, a release for each carrier and cut-off.",
    operation="warehouse.release_due",
    submit_label="Release",
    rehearses=True,
    preview=_ahead,
    initial=lambda ctx, query: {"site": str(site_asked(ctx, query.get("site"))[0].id)},
    arguments=lambda ctx, values: {"site_id": int(values["site"])},
    on_done=lambda ctx, result, values: Done(
        list_url("release", site=values["site"]), f"{_said(result)}." if result else "Nothing is due."
    ),
    fields=[Field("site", "Site", "select", choices=site_choices, required=True, width=220)],
)


def explain_release(ctx: Ctx, id: int) -> WhyAnswer:
    """Say who or what released these orders."""
    found = why_released(ctx, id)
    if found is None:
        raise NotFound("release_unknown", "There is no such release.", release=id)
    who, at, cut_off, why = found
    value = moment(at)
    if not why:
        return WhyAnswer(
            "Why was it released", [f"{who or 'Somebody'} released it by hand or with a wave."], value=value
        )
    told = {
        "before_cut_off": f"releases {why['minutes_before']} minutes before the cut-off",
        "on_the_day": "releases on the day on which goods have to leave",
        "at_once": "releases as soon as stock covers it",
    }
    by = f" of {why['carrier']}" if why.get("carrier") else ""
    sentences = [f"{why['policy']} {told.get(why['when'], 'released it')}."]
    if cut_off:
        sentences.append(f"The cut-off{by} was {moment(cut_off)}.")
    return WhyAnswer("Why was it released", sentences, value=value)
