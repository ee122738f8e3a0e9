"""API tokens: one's own, and those of everybody for the administrator; made once, shown once, ended at once."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from throughline.governance.services import ServiceInput
from throughline.governance.token_rows import TokenRow, token_rows
from throughline.governance.tokens import (
    IssuedToken,
    revoke_own_tokens,
    revoke_tokens,
)
from throughline.kernel.errors import InvalidInput
from throughline.platform.operations import OPERATIONS, Ctx, Outcomes, Versioned
from throughline.platform.operations.scopes import GRANT
from throughline.platform.ui import (
    Action,
    Bulk,
    Column,
    Done,
    Empty,
    Field,
    Filter,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    Once,
    OperationForm,
    Status,
    View,
    disc,
    form_url,
    list_url,
    ring,
    triangle,
)

OWN, CHANGE, READ = "governance.token.own", "governance.token.change", "governance.token.read"
REACH = [("read", "Read everything I may read"), ("*", "Everything I may do"), ("", "Only the scopes below")]


def status_of(row: TokenRow, now: datetime) -> Status:
    """Say whether a token opens anything."""
    if row.revoked_at:
        return ring("Revoked")
    if row.expires_at and row.expires_at <= now:
        return ring("Expired")
    if row.expires_at and (row.expires_at - now).days < 14:
        return triangle("Expires soon")
    return disc("Active")


def _page(ctx: Ctx, asked: ListRequest, holder: int | None) -> ListPage:
    standing = asked.one("standing")
    found = token_rows(
        ctx,
        holder=holder,
        good={"good": True, "ended": False}.get(standing or ""),
        words=asked.search,
        before=asked.before,
        limit=asked.size + 1,
    )
    return ListPage.cut(found, asked.size, show=lambda page: [_Shown(row, ctx.now) for row in page])


class _Shown:
    """A row with its status."""

    def __init__(self, row: TokenRow, now: datetime) -> None:
        self.id = row.id
        self.row = row
        self.scopes = ", ".join(row.scopes)
        self.now = status_of(row, now)


def _own(ctx: Ctx, asked: ListRequest) -> ListPage:
    return _page(ctx, asked, ctx.actor_id)


def _all(ctx: Ctx, asked: ListRequest) -> ListPage:
    return _page(ctx, asked, None)


def _revoke_own(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    return revoke_own_tokens(ctx, tokens=[one.id for one in chosen])


def _revoke(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    return revoke_tokens(ctx, tokens=[one.id for one in chosen])


def _ahead(operation: str) -> Any:
    def preview(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Any:
        return OPERATIONS[operation].dry_run(ctx, tokens=[one.id for one in chosen])

    return preview


_COLUMNS = [
    Column("name", "For", value="row.name", priority=1),
    Column("hint", "Begins with", value=lambda one: f"{one.row.hint}…", priority=3),
    Column("scopes", "Scopes", priority=2, width=260),
    Column("last_used", "Last used", "age", value="row.last_used_at", priority=2),
    Column("expires", "Expires", "datetime", value="row.expires_at", dim=True),
    Column("created", "Made", "datetime", value="row.created_at", dim=True, priority=4),
    Column("now", "Now", "status", priority=1),
]
_STANDING = [Filter("standing", "Standing", choices=[("good", "Active"), ("ended", "Revoked or expired")])]
_VIEWS = [View("active", "Active", {"standing": ["good"]}), View("all", "All")]
_ENDS = "Programs that use it are refused from then on."

MINE = ListScreen(
    slug="tokens",
    title="My API tokens",
    permission=OWN,
    nav=Nav("Set up", "My API tokens", "key", 60),
    query=_own,
    row_label="row.name",
    columns=_COLUMNS,
    filters=_STANDING,
    views=_VIEWS,
    bulk=[Bulk("revoke", "Revoke", "token", _revoke_own, preview=_ahead("governance.revoke_own_tokens"),
               permission=OWN, consequence=_ENDS, past="revoked")],
    new=Action("New token", form="tokens/new", key="N"),
    actions=[Action("How to call", url="/api/", icon="book")],
    empty=Empty("No tokens", "A program calls with a token of yours, with at most what you may do.",
                "Make one for each program, so that each can be ended alone.",
                Action("New token", url=form_url("tokens/new"))),
)  # fmt: skip

EVERYBODYS = ListScreen(
    slug="tokens/all",
    title="API tokens of everybody",
    permission=READ,
    nav=Nav("Set up", "API tokens", "lock", 61),
    query=_all,
    row_label="row.name",
    columns=[_COLUMNS[0], Column("holder", "Acts as", value="row.holder", priority=1),
             Column("username", "User name", "code", value="row.username", priority=4), *_COLUMNS[1:],
             Column("maker", "Made by", value="row.maker", dim=True, priority=4)],
    filters=_STANDING,
    views=_VIEWS,
    bulk=[Bulk("revoke", "Revoke", "token", _revoke, preview=_ahead("governance.revoke_tokens"),
               permission=CHANGE, consequence=_ENDS, past="revoked")],
    new=Action("Token for a service", form="tokens/issue", key="N"),
    actions=[Action("New service", form="tokens/service")],
    empty=Empty("No tokens", "Nobody's programs call this company.", "", Action("Token for a service",
                url=form_url("tokens/issue"))),
)  # fmt: skip

_FIELDS = [
    Field("name", "What will use it", required=True, help="The program's name: web shop, warehouse scanner, reports"),
    Field("reach", "May", "select", choices=REACH),
    Field("scopes", "Scopes", help="Separated by blanks: sales.* inventory.stock.read billing.run_billing", wide=True),
    Field("grants", "Also give access and power", "checkbox",
          help="Roles, duties, links to sign in: nothing else carries this"),
    Field("expires_on", "Ends after", "date", help="Empty: it does not end by itself"),
]  # fmt: skip


def _arguments(ctx: Ctx, values: dict[str, Any]) -> Mapping[str, Any]:
    named = str(values.get("scopes") or "").replace(",", " ").split()
    reach = values.get("reach") or ""
    if reach and named:
        raise InvalidInput(
            "scopes_and_reach", "Choose “Only the scopes below” to name scopes, or leave them empty.", field="scopes"
        )
    day = values.get("expires_on")
    end = datetime.combine(day, time.max, tzinfo=UTC) if day else None
    power = [GRANT] if values.get("grants") else []
    given = {"name": values["name"], "scopes": [*([reach] if reach else named), *power], "expires_at": end}
    return {**given, "username": values["username"]} if "username" in values else given


def _told(ctx: Ctx, issued: IssuedToken, values: Mapping[str, Any]) -> Once:
    back = list_url("tokens/all" if "username" in values else "tokens")
    if not issued.secret:
        return Once("This token was shown already", "Token", f"{issued.name}: make another if it is lost", url=back)
    text = f"Keep it where {issued.name} reads it. It is not kept here, so nobody can show it again."
    return Once(f"Token for {issued.name}", "Token, shown this once", issued.secret, text, back)


NEW = OperationForm(
    slug="tokens/new",
    title="New API token",
    operation="governance.issue_own_token",
    submit_label="Make token",
    fields=_FIELDS,
    initial=lambda ctx, query: {"reach": "read"},
    arguments=_arguments,
    on_done=_told,
    text="It acts as you, in this company, with at most what you may do.",
    parent="tokens",
)

ISSUE = OperationForm(
    slug="tokens/issue",
    title="API token for a service",
    operation="governance.issue_token",
    submit_label="Make token",
    fields=[Field("username", "User name of the service or person", required=True), *_FIELDS],
    initial=lambda ctx, query: {"reach": "read"},
    arguments=_arguments,
    on_done=_told,
    text="It acts as its holder, in this company, with at most what the holder may do.",
    parent="tokens/all",
)

SERVICE = OperationForm(
    slug="tokens/service",
    title="New service",
    operation="governance.save_services",
    submit_label="Make service",
    fields=[
        Field("username", "User name", required=True, help="web-shop, scanner-gateway"),
        Field("name", "What it is", required=True),
    ],
    arguments=lambda ctx, values: {"services": [ServiceInput(values["username"], values["name"], is_new=True)]},
    on_done=lambda ctx, result, values: Done(
        list_url("people"), f"{result.only().label} is there. Give it roles, then a token."
    ),
    text="A login of a program. Nobody signs in with it; it acts by tokens, with the roles it holds.",
    parent="tokens/all",
)
