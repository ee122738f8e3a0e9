"""Trying a rule before it is saved: today's answer against the answer with it, on a document and on all open ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.governance.policies import Case, load, samples_of
from throughline.governance.ui.policy_words import answer_words
from throughline.kernel.plain import plain
from throughline.kernel.policy import Kind, Rule, decide, explain
from throughline.platform.operations import Ctx
from throughline.platform.ui import Column, Finding, Grid, Section

SHOWN = 12
WHY_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Trial:
    """The rules of a question as they are, and as they would be on the day the proposed one begins."""

    kind: Kind[Any]
    today: Sequence[Rule[Any]]
    then: Sequence[Rule[Any]]
    on: date
    begins: date

    def answers(self, case: Case) -> tuple[str, str, str]:
        """Give today's answer, the answer with the rule, and who wins then and why."""
        now = decide(self.kind, self.today, case.facts, self.on)
        then = decide(self.kind, self.then, case.facts, self.begins)
        told = explain(self.then, case.facts, self.begins)
        why = f"{then.rule_name}: {told[0][1]}" if then.rule_id is not None else "no rule applies: the default"
        return self._words(now.answer), self._words(then.answer), why

    def differs(self, case: Case) -> bool:
        """Say whether a case would be answered otherwise."""
        now = decide(self.kind, self.today, case.facts, self.on)
        then = decide(self.kind, self.then, case.facts, self.begins)
        return bool(then.answer != now.answer)

    def losers(self, case: Case) -> list[str]:
        """Say which rules lose and why, the nearest first."""
        return [f"{rule.name}: {why}" for rule, why in explain(self.then, case.facts, self.begins)[1 : 1 + WHY_SHOWN]]

    def _words(self, answer: Any) -> str:
        return answer_words(self.kind, plain(answer))


def trial(ctx: Ctx, kind: Kind[Any], proposed: Rule[Any], replaces: int | None) -> Trial:
    """Put a proposed rule beside those in force; the one it replaces stands aside from its first day on."""
    standing = load(ctx, kind).rules[kind.name]
    begins = max(ctx.today, proposed.valid_from or ctx.today)
    return Trial(kind, standing, [*(one for one in standing if one.id != replaces), proposed], ctx.today, begins)


COLUMNS = [
    Column("case", "Case", priority=1, width=150, url=lambda row: row["url"]),
    Column("now", "Today", priority=2, width=84),
    Column("then", "With it", priority=2, width=84),
]


def judged(ctx: Ctx, tried: Trial, values: Mapping[str, Any]) -> tuple[list[Finding], list[Section]]:
    """Say what the rule would change: on the document or customer and item chosen, and on all that is open."""
    samples = samples_of(tried.kind.name)
    if samples is None:
        return [_everywhere(tried)], []
    findings: list[Finding] = []
    sections: list[Section] = []
    cases: list[Case] = []
    if values.get("try_document"):
        cases += samples.of_document(ctx, values["try_document"])
    chosen = {name: values[f"try_{name}"] for name in ("customer", "item") if values.get(f"try_{name}")}
    if chosen and samples.of_values:
        cases.append(samples.of_values(ctx, chosen))
    for case in cases[:SHOWN]:
        now, then, why = tried.answers(case)
        change = f"{now} today, {then} with it" if now != then else f"stays {now}"
        facts = f"{why}. " + "; ".join(tried.losers(case))
        findings.append(Finding("warn" if now != then else "info", f"{case.label}: {change}", facts))
    everything = samples.of_open(ctx)
    changed = [case for case in everything if tried.differs(case)]
    words = f"{len(changed):,} of {len(everything):,} open {samples.noun} would be answered otherwise"
    findings.append(Finding("warn" if changed else "info", words, _from_when(tried)))
    if changed:
        sections.append(
            Grid("Answered otherwise", _rows(tried, changed[:SHOWN]), COLUMNS, count=len(changed), card=True)
        )
    return findings, sections


def _rows(tried: Trial, cases: Sequence[Case]) -> list[dict[str, str]]:
    rows = []
    for case in cases:
        now, then, _ = tried.answers(case)
        rows.append({"case": case.label, "now": now, "then": then, "url": case.url})
    return rows


def _everywhere(tried: Trial) -> Finding:
    now, then, why = tried.answers(Case("everywhere", {}))
    change = f"{now} today, {then} with it" if now != then else f"stays {now}"
    return Finding("warn" if now != then else "info", f"Everywhere: {change}", f"{why}. {_from_when(tried)}")


def _from_when(tried: Trial) -> str:
    begins = "at once" if tried.begins == tried.on else f"from {tried.begins} on"
    return f"It counts {begins}; what was decided before stays as it was."
