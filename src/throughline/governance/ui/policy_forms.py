"""Forms for policies: make or change a rule and try it beforehand, end one, decide on a proposal, withdraw one."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.governance.policies import APPROVAL, KINDS, SCOPES, load, samples_of
from throughline.governance.policy_changes import (
    check_rule,
    decide_policies,
    end_policies,
    kind_named,
    parsed,
    withdraw_policies,
)
from throughline.governance.rules import RuleFacts, rule_by_id
from throughline.governance.ui.policies import APPROVE, CHANGE, difference
from throughline.governance.ui.policy_trial import judged, trial
from throughline.governance.ui.policy_words import limit_words, names_of_scopes, value_words
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.kernel.plain import plain, revive
from throughline.kernel.policy import DIMENSIONS, Kind, Rule, Shape
from throughline.platform.operations import Ctx
from throughline.platform.ui import Done, Field, Finding, OperationForm, Preview, lookups, record_url
from throughline.platform.ui.sentences import said, tell

NEWEST = 1 << 60


def _rule(ctx: Ctx, number: Any) -> RuleFacts:
    found = rule_by_id(ctx, int(number) if is_id(str(number or "")) else 0)
    if found is None:
        raise NotFound("policy_unknown", f"There is no policy {number}.", policy=number)
    return found


def _before(ctx: Ctx, asked: Mapping[str, Any]) -> RuleFacts | None:
    replaces = str(asked.get("replaces") or "")
    return _rule(ctx, replaces) if is_id(replaces) else None


def _kind(ctx: Ctx, asked: Mapping[str, Any]) -> Kind[Any]:
    before = _before(ctx, asked)
    name = before.kind if before else str(asked.get("kind") or "")
    if name not in KINDS:
        raise NotFound("policy_kind_unknown", "Choose first which question the rule answers.", kind=name)
    return kind_named(name)


def _fields(ctx: Ctx, asked: Mapping[str, str]) -> Sequence[Field]:
    kind = _kind(ctx, asked)
    return [
        Field("kind", kind="hidden", required=True),
        Field("replaces", kind="hidden", parse=int),
        Field("name", "Name", required=True, help="Decisions name it.", wide=True),
        *(_parameter_field(shape) for shape in kind.shapes()),
        *(_scope_field(dimension) for dimension in DIMENSIONS if dimension in kind.facts and dimension in SCOPES),
        Field("valid_from", "Valid from", "date", help="Empty: at once"),
        Field("valid_to", "Valid to", "date", help="Empty: until it is ended"),
        Field("reason", "Reason", "textarea", required=True, help="It stays with the rule.", rows=2),
        *_trial_fields(kind),
    ]


def _parameter_field(shape: Shape) -> Field:
    about = shape.about
    limits = limit_words(about)
    words = ", ".join(filter(None, [str(said(about.meaning)), str(said(about.unit)), limits]))
    label = f"{said(shape.label)} ({said(about.unit)})" if about.unit else shape.label
    given = tell("{words}. Default: {default}", words=words, default=said(value_words(shape, plain(shape.default))))
    if shape.type == "choice":
        return Field(shape.name, label, "select", required=True, choices=list(about.choices.items()), help=given)
    if shape.type == "flag":
        return Field(shape.name, about.meaning or label, "checkbox")
    if shape.type == "list":
        return Field(
            shape.name, label, help=tell("{words}. Several are separated by commas", words=given), parse=_listed
        )
    kinds: dict[str, Any] = {"number": "number", "decimal": "decimal"}
    needed = not shape.may_be_empty
    return Field(shape.name, label, kinds.get(shape.type, "text"), required=needed, help=given)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _typed(shape: Shape, value: Any) -> Any:
    """Give a value as it is typed into its field."""
    return ", ".join(value) if shape.type == "list" else value


def _scope_field(dimension: str) -> Field:
    described = SCOPES[dimension]
    label = tell("Only {what}", what=said(described.label))
    if described.lookup:
        return Field(f"scope_{dimension}", label, "lookup", lookup=described.lookup)
    return Field(f"scope_{dimension}", label, "select", choices=described.choices or ())


def _trial_fields(kind: Kind[Any]) -> list[Field]:
    samples = samples_of(kind.name)
    if samples is None:
        return []
    found = []
    if lookups.get(samples.lookup):
        found.append(Field("try_document", "Try it on a document", "lookup", lookup=samples.lookup))
    for name in ("customer", "item"):
        known = SCOPES.get(name)
        if samples.of_values and known and name in kind.facts:
            found.append(
                Field(f"try_{name}", tell("Try it on {what}", what=said(known.label)), "lookup", lookup=known.lookup)
            )
    return found


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    kind, before = _kind(ctx, query), _before(ctx, query)
    if before is None:
        values = {shape.name: _typed(shape, shape.default) for shape in kind.shapes()}
        return {"kind": kind.name, "name": kind.meaning[:120], **values}
    answer = revive(kind.parameters, before.parameters)
    return {
        "kind": kind.name,
        "replaces": before.id,
        "name": before.name,
        **{shape.name: _typed(shape, getattr(answer, shape.name)) for shape in kind.shapes()},
        **{f"scope_{dimension}": value for dimension, value in before.scope.items()},
        "valid_to": before.valid_to,
    }


def _scope(values: Mapping[str, Any]) -> dict[str, Any]:
    scope = {}
    for dimension, described in SCOPES.items():
        value = values.get(f"scope_{dimension}")
        if value not in (None, ""):
            scope[dimension] = int(value) if described.number else value
    return scope


def _parameters(kind: Kind[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was typed for the parameters; an empty list is one without entries."""
    given = {}
    for shape in kind.shapes():
        value = values.get(shape.name)
        given[shape.name] = value or () if shape.type == "list" else value
    return given


def _arguments(ctx: Ctx, values: dict[str, Any]) -> Mapping[str, Any]:
    kind = kind_named(values["kind"])
    return {
        "kind": kind.name,
        "name": values["name"],
        "scope": _scope(values),
        "parameters": _parameters(kind, values),
        "valid_from": values.get("valid_from"),
        "valid_to": values.get("valid_to"),
        "replaces": values.get("replaces"),
        "reason": values["reason"],
    }


def _preview(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    kind = _kind(ctx, values)
    try:
        answer = parsed(kind, _parameters(kind, values))
        name, start, end = values.get("name") or kind.name, values.get("valid_from"), values.get("valid_to")
        check_rule(kind, name, _scope(values), start, end)
    except InvalidInput as error:
        return Preview(findings=[Finding("block", error.message)])
    proposed = Rule(NEWEST, "This rule", _scope(values), answer, start, end)
    findings, sections = judged(ctx, trial(ctx, kind, proposed, values.get("replaces")), values)
    if load(ctx, APPROVAL).ask(APPROVAL, policy_kind=kind.name).answer.asked:
        waits = Finding("info", "It waits until somebody else has approved it", "Policy asks for a second person.")
        findings.insert(0, waits)
    return Preview(findings=findings, sections=sections)


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    before = _before(ctx, values)
    return (
        tell("Change {name}", name=before.name)
        if before
        else tell("Add a rule: {question}", question=said(_kind(ctx, values).meaning))
    )


def _saved(ctx: Ctx, result: Any, values: Mapping[str, Any]) -> Done:
    rule = _rule(ctx, result)
    words = "proposed; somebody else decides on it" if rule.state == "proposed" else "saved"
    return Done(record_url("policies", rule.id), tell("{name}: {words}.", name=rule.called, words=said(words)))


SET = OperationForm(
    slug="policies/set",
    title=_title,
    operation="governance.set_policy",
    submit_label="Save rule",
    parent="policies",
    fields=_fields,
    initial=_initial,
    arguments=_arguments,
    preview=_preview,
    text="What was decided before stays as it was, and names the version that decided it.",
    on_done=_saved,
)


def _end(ctx: Ctx, *, rule: int, last_day: Any = None, reason: str) -> str:
    return end_policies(ctx, rules=[rule], last_day=last_day, reason=reason).only().message


END = OperationForm(
    slug="policies/end",
    title=lambda ctx, values: tell("End {name}?", name=_rule(ctx, values.get("rule")).called),
    text="It answers nothing after its last day, and stays to explain what it decided. Without a day it ends at once.",
    operation=_end,
    calls="governance.end_policies",
    permission=CHANGE,
    submit_label="End rule",
    parent="policies",
    danger=True,
    fields=[
        Field("rule", kind="hidden", parse=int, required=True),
        Field("last_day", "Last day", "date"),
        Field("reason", "Reason", "textarea", required=True),
    ],
    on_done=lambda ctx, result, values: Done(record_url("policies", values["rule"]), result),
)


def _decide(ctx: Ctx, *, rule: int, decision: str, reason: str = "") -> str:
    return decide_policies(ctx, rules=[rule], approve=decision == "approve", reason=reason).only().message


def _decided_text(ctx: Ctx, values: Mapping[str, Any]) -> str:
    rule = _rule(ctx, values.get("rule"))
    if rule.change == "end":
        return f"{rule.maker} asks to end {rule.name}. {rule.reason}"
    before = rule_by_id(ctx, rule.replaces_id) if rule.replaces_id else None
    names = names_of_scopes(ctx, [one.scope for one in (rule, before) if one])
    return f"{rule.maker} asks for: {difference(before, rule, names)}. {rule.reason}"


DECIDE = OperationForm(
    slug="policies/decide",
    title=lambda ctx, values: tell("Approve {name}?", name=_rule(ctx, values.get("rule")).called),
    text=_decided_text,
    operation=_decide,
    calls="governance.decide_policies",
    permission=APPROVE,
    submit_label="Decide",
    parent="policies",
    fields=[
        Field("rule", kind="hidden", parse=int, required=True),
        Field("decision", "Decision", "select", required=True, choices=[("approve", "Approve"), ("refuse", "Refuse")]),
        Field("reason", "Reason", "textarea", help="A refusal needs one."),
    ],
    on_done=lambda ctx, result, values: Done(record_url("policies", values["rule"]), result),
)


def _withdraw(ctx: Ctx, *, rule: int) -> int:
    return withdraw_policies(ctx, rules=[rule])


WITHDRAW = OperationForm(
    slug="policies/withdraw",
    title=lambda ctx, values: tell("Withdraw {name}?", name=_rule(ctx, values.get("rule")).called),
    text="The proposal stays in the history; nothing changes.",
    operation=_withdraw,
    calls="governance.withdraw_policies",
    permission=CHANGE,
    submit_label="Withdraw proposal",
    parent="policies",
    fields=[Field("rule", kind="hidden", parse=int, required=True)],
    on_done=lambda ctx, result, values: Done(record_url("policies", values["rule"]), "Proposal withdrawn."),
)
