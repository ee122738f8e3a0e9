"""The questions that policies answer: meaning, parameters, default, who asks, and the rules in the order they win."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from throughline.governance.policies import APPROVAL, KINDS, load, samples_of
from throughline.governance.rules import count_rules, rules
from throughline.governance.ui.policies import CHANGE, READ, RULE_COLUMNS
from throughline.governance.ui.policy_words import answer_words, limit_words, shown, value_words
from throughline.kernel.errors import NotFound
from throughline.kernel.plain import plain
from throughline.kernel.policy import DIMENSIONS, Kind, Shape
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Fact,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Pair,
    Pairs,
    Part,
    RecordScreen,
    Section,
    Two,
    record_url,
)
from throughline.platform.ui.sentences import Told, said, tell

TYPES = {
    "number": "whole number",
    "decimal": "number",
    "flag": "yes or no",
    "choice": "choice",
    "text": "text",
    "list": "list",
}


@dataclass(frozen=True, slots=True)
class KindRow:
    """A question as the list shows it."""

    id: str
    meaning: str
    default: str
    rules: int
    asked_by: str
    url: str


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    counts = count_rules(ctx)
    found = [
        KindRow(
            name,
            kind.meaning,
            answer_words(kind, plain(kind.default)),
            counts.get(name, 0),
            Told("; ".join(str(said(one)) for one in kind.asked_by)),
            record_url("policy-kinds", name),
        )
        for name, kind in sorted(KINDS.items(), key=lambda pair: pair[1].meaning)
    ]
    return ListPage.of_few(found, asked.search, "id", "meaning")


LIST = ListScreen(
    slug="policy-kinds",
    title="Questions that policies answer",
    permission=READ,
    parent="policies",
    query=_page,
    columns=[
        Column("meaning", "Question", priority=1, width=420, url=lambda row: row.url),
        Column("default", "Default", priority=2, width=220),
        Column("rules", "Rules", "number", align="end", priority=2),
        Column("asked_by", "Asked by", dim=True, priority=4, width=220),
        Column("id", "Kind", "code", priority=4),
    ],
    row_url=lambda row: row.url,
    row_label="meaning",
    empty=Empty("No such question", "Search by a word of its meaning."),
)


def _load(ctx: Ctx, name: str) -> Kind[Any]:
    kind = KINDS.get(name)
    if kind is None:
        raise NotFound("policy_kind_unknown", f"There is no kind of policy {name}.", kind=name)
    return kind


def _parameter(shape: Shape) -> dict[str, str]:
    choices = "; ".join(f"{value}: {said(words)}" for value, words in shape.about.choices.items())
    return {
        "name": said(shape.label),
        "meaning": shape.about.meaning,
        "type": str(said(TYPES[shape.type])) + (tell(", may be empty") if shape.may_be_empty else ""),
        "unit": said(shape.about.unit),
        "values": choices or limit_words(shape.about),
        "default": said(value_words(shape, plain(shape.default))),
    }


PARAMETER_COLUMNS = [
    Column("name", "Parameter", priority=1),
    Column("meaning", "Meaning", priority=2),
    Column("type", "Type"),
    Column("unit", "Unit"),
    Column("values", "May be", dim=True),
    Column("default", "Default", priority=2),
]


def order_of_scopes(kind: Kind[Any]) -> str:
    """Say which rule wins, for the dimensions that the asker knows."""
    known = [str(said(one.replace("_", " "))) for one in DIMENSIONS if one in kind.facts]
    if not known:
        return "Who asks tells nothing about a document: one rule holds everywhere; the newest wins."
    return tell(
        "The rule that names the most specific of {dimensions} (in this order) wins, whatever the others name. Of"
        " equals the one that began last, then the newest. Where none applies the default answers.",
        dimensions=", ".join(known),
    )


def _sections(ctx: Ctx, kind: Kind[Any]) -> Sequence[Section]:
    found = rules(ctx, kinds=[kind.name], states=["active", "proposed"], limit=500)
    ordered = sorted(found, key=lambda rule: (rule.rule().specificity(), rule.id), reverse=True)
    samples = samples_of(kind.name)
    second = load(ctx, APPROVAL).ask(APPROVAL, policy_kind=kind.name).answer.asked
    return [
        Grid("Parameters", [_parameter(shape) for shape in kind.shapes()], PARAMETER_COLUMNS),
        Two(
            Pairs("Which rule wins", [Pair("Order", order_of_scopes(kind))]),
            Pairs(
                "Who asks",
                [
                    *(Pair("Asked by", words) for words in kind.asked_by),
                    Pair("Can be tried on", samples.noun if samples else "nothing: it is asked without a document"),
                    Pair("A change needs", "the approval of a second person" if second else "nobody else"),
                ],
            ),
        ),
        Grid(
            "Rules, the strongest first",
            shown(ctx, ordered),
            RULE_COLUMNS,
            empty="No rule stands; the default answers every time.",
        ),
    ]


RECORD = RecordScreen(
    slug="policy-kinds",
    by="code",
    parent="policy-kinds",
    permission=READ,
    load=_load,
    title="meaning",
    code="name",
    subtitle=lambda kind: [Part(kind.name, code=True)],
    facts=lambda ctx, kind: [
        Fact("Default", answer_words(kind, plain(kind.default)), large=True),
        Fact("Rules in force", count_rules(ctx).get(kind.name, 0), "number"),
    ],
    actions=lambda ctx, kind: (
        [Action("Add a rule", form="policies/set", query={"kind": kind.name}, primary=True, dialog=False, key="N")]
        if ctx.may(CHANGE)
        else []
    ),
    sections=_sections,
)
