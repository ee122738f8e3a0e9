"""What programs ask of governance: who they are, the company and its sites, what stands still, who did what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.governance.organisation import CompanyFacts, SiteFacts, company, sites
from throughline.governance.own_words import Known, known_words
from throughline.governance.watch import (
    DecisionFacts,
    ExceptionFacts,
    HoldFacts,
    decisions_on,
    holds_for,
    holds_of_threads,
    names_of,
    open_exceptions,
)
from throughline.kernel.errors import InvalidInput
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx
from throughline.platform.rest import Page, read
from throughline.platform.rest.reads import Limit


@dataclass(frozen=True, slots=True)
class Me:
    """Who calls, for which company, and what the token lets it do."""

    user_id: int
    name: str
    company_id: int
    company: str
    language: str
    timezone: str
    permissions: list[str]
    duties: list[str]
    scopes: list[str] | None


@dataclass(frozen=True, slots=True)
class Deed:
    """An operation on record: what was done by whom, when, through which door, for which cause, to what."""

    id: int
    name: str
    actor_id: int
    actor: str
    duty: str
    door: str
    cause: str
    reason: str
    at: datetime
    subjects: dict[str, Any]


@read("governance.me", permission="")
def me(ctx: Ctx) -> Me:
    """Say who calls, for which company, and what is permitted."""
    return Me(
        ctx.actor_id,
        names_of([ctx.actor_id]).get(ctx.actor_id, ""),
        ctx.company_id,
        company(ctx).name,
        ctx.language,
        ctx.timezone,
        sorted(code for code in ctx.permissions if code == "*" or ctx.may(code)),
        sorted(ctx.duties),
        sorted(ctx.scope.patterns) if ctx.scope else None,
    )


@read("governance.company", permission="")
def own_company(ctx: Ctx) -> CompanyFacts:
    """Give the company that one acts for: its currency and timezone."""
    return company(ctx)


@read("governance.sites", permission="")
def own_sites(ctx: Ctx) -> list[SiteFacts]:
    """Give the sites of the company with their calendars."""
    return list(sites(ctx).values())


@read("governance.holds", permission="governance.hold.read")
def holds(
    ctx: Ctx, *, thread_ids: Sequence[int] | None = None, duties: Sequence[str] | None = None, limit: Limit = 200
) -> list[HoldFacts]:
    """List standing holds, oldest first: of threads, or those that duties may release."""
    return holds_of_threads(ctx, thread_ids) if thread_ids is not None else holds_for(ctx, duties, limit)


@read("governance.exceptions", permission="governance.exception.read")
def exceptions(
    ctx: Ctx,
    *,
    queues: Sequence[str] | None = None,
    owner_id: int | None = None,
    ids: Sequence[int] | None = None,
    after: int | None = None,
    limit: Limit = 50,
) -> Page[ExceptionFacts]:
    """List open exceptions, oldest first, with what is proposed; of queues, of an owner, or by id."""
    found = open_exceptions(ctx, queues=queues, owner_id=owner_id, ids=ids, after=after, limit=limit + 1)
    return Page.of(found, limit, lambda one: one.id)


@read("governance.decisions", permission="governance.hold.read")
def decisions(ctx: Ctx, *, subject_kind: str, subject_ids: Sequence[int]) -> list[DecisionFacts]:
    """List the decisions on holds of documents, oldest first: who released or refused what, and why."""
    return decisions_on(ctx, subject_kind, subject_ids)


@read("governance.audit", permission="governance.audit.read")
def audit(
    ctx: Ctx,
    *,
    name: str | None = None,
    actor_id: int | None = None,
    subject_kind: str = "",
    subject_id: int | None = None,
    after: int | None = None,
    limit: Limit = 50,
) -> Page[Deed]:
    """List what was done, the newest first: by operation, by person, or to one document."""
    if bool(subject_kind) != (subject_id is not None):
        raise InvalidInput("subject_half", "Name a document by subject_kind and subject_id both.", field="subject_id")
    found = select(
        Deed,
        """SELECT o.id, o.name, o.actor_id, coalesce(nullif(u.name, ''), u.username, ''), o.duty, o.door, o.cause,
                  o.reason, o.at, o.subjects
           FROM platform_operation o LEFT JOIN platform_user u ON u.id = o.actor_id
           WHERE o.company_id = %(company)s AND (%(after)s::bigint IS NULL OR o.id < %(after)s)
             AND (%(name)s::text IS NULL OR o.name = %(name)s)
             AND (%(actor)s::bigint IS NULL OR o.actor_id = %(actor)s)
             AND (%(kind)s = '' OR o.id = ANY(ARRAY(SELECT platform_deeds_on(%(kind)s, %(id)s::bigint))))
           ORDER BY o.id DESC LIMIT %(limit)s""",
        {"company": ctx.company_id, "after": after, "name": name, "actor": actor_id, "kind": subject_kind,
         "id": subject_id, "limit": limit + 1},
    )  # fmt: skip
    return Page.of(found, limit, lambda deed: deed.id)


@read("governance.words", permission="")
def words(ctx: Ctx) -> list[Known]:
    """List the words that fields take: service classes, channels, kinds of handling units; the company's own marked."""
    return known_words(ctx)
