"""The first day: a checklist that reads its own ticks from the data, and the part of it on an administrator's home."""

from collections.abc import Sequence

from throughline.governance.access.conflicts import administrators
from throughline.governance.access.labels import meaning
from throughline.governance.access.lists import second_factors
from throughline.governance.proofs import was_proved
from throughline.governance.rules import kinds_in_use
from throughline.governance.setting_up import company_details, layout, number_series, site_details
from throughline.governance.ui.usual_roles import TAKE
from throughline.platform.operations import Ctx
from throughline.platform.ui import Action, Nav, QueueGroup, QueueRow, QueueScreen, Work, disc, list_url, ring
from throughline.platform.ui.first_day import Standing, Step, Stood, counted, done_of, standing
from throughline.platform.ui.homes import HomePart
from throughline.platform.ui.sentences import said, tell, tell_count

COMPANY, ACCESS = "governance.company.read", "governance.access.change"
SHOWN = 4


def _company(ctx: Ctx) -> Standing:
    found = company_details(ctx)
    asked = (("address", found.address), ("VAT number", found.vat_number), ("bank account", found.bank_accounts))
    missing = [name for name, given in asked if not given]
    return Standing(
        not missing,
        tell("without {what}", what=", ".join(str(said(one)) for one in missing)) if missing else found.name,
    )


def _layout(ctx: Ctx) -> Standing:
    found = layout(ctx)
    missing = [name for name, given in (("logo", found.logo), ("texts", found.texts)) if not given]
    return Standing(
        not missing,
        tell("without {what}", what=", ".join(str(said(one)) for one in missing))
        if missing
        else ", ".join(found.languages),
    )


def _sites(ctx: Ctx) -> Standing:
    found = site_details(ctx)
    return Standing(bool(found), ", ".join(site.name for site in found[:4]) or "no site")


def _calendars(ctx: Ctx) -> Standing:
    without = [site.name for site in site_details(ctx) if not (site.holidays or site.holiday_country)]
    return Standing(
        not without and bool(site_details(ctx)),
        tell("no holidays at {sites}", sites=", ".join(without)) if without else "",
    )


def _series(ctx: Ctx) -> Standing:
    found = [one.prefix for one in number_series(ctx)]
    return Standing(bool(found), ", ".join(found[:4]) or "no series is set")


def _people(ctx: Ctx) -> Standing:
    able = len(administrators(ctx))
    return Standing(able > 1, tell_count(able, "{count} person gives roles", "{count} people give roles"))


def _factors(ctx: Ctx) -> Standing:
    found = second_factors(ctx)
    without = found.people - found.protected
    return Standing(not without, f"{without} of {found.people} sign in with a password alone" if without else "all")


def _policies(ctx: Ctx) -> Standing:
    count = kinds_in_use(ctx)
    said = f"{count} kinds have rules of their own" if count else "every kind stands at its default"
    return Standing(count > 0, said)


def _proved(ctx: Ctx) -> Standing:
    proved = was_proved(ctx)
    return Standing(proved, "proved last night" if proved else "not proved last night")


STEPS = (
    Step(5, "Define the roles",
         "Who administers does no other work: everything below is done by people in roles of their own.",
         counted("platform_role", "roles", needed=2),
         TAKE, ACCESS),
    Step(10, "Describe the company", "Address, VAT number and bank account stand on every document.", _company,
         Action("Open company", url="/our-company/"), "governance.company.change"),
    Step(12, "Lay out the documents", "Customers see the logo and the texts on quotes, confirmations and invoices.",
         _layout, Action("Lay out", form="company/layout", dialog=False), "governance.company.change"),
    Step(14, "Set the number series", "Invoices are numbered without gaps; the first number cannot change later.",
         _series, Action("Open series", url="/number-series/"), "governance.company.change"),
    Step(20, "Open the sites", "Goods lie at a site, and every promise is made by its calendar.", _sites,
         Action("Open sites", url="/sites/"), "governance.site.change"),
    Step(22, "Choose the holidays of each site", "A date is never promised for a day on which nobody works.",
         _calendars, Action("Open sites", url="/sites/"), "governance.site.change"),
    Step(30, "Give a second person the right to give roles", "One administrator alone can be locked out.", _people,
         Action("Invite a person", form="people/invite", dialog=False), ACCESS),
    Step(32, "Have everybody set a second factor", "A password that is guessed or found opens nothing then.", _factors,
         Action("Open people", url="/people/"), "governance.access.read"),
    Step(40, "Look through the policies", "Defaults are careful, not yours: credit, margin, promises, billing.",
         _policies, Action("Open kinds of policy", url=list_url("policy-kinds")), "governance.policy.read"),
    Step(92, "Have the promises proved every night", "The worker proves all books over the whole database.", _proved,
         Action("Open exceptions", url="/exceptions/"), "governance.exception.read"),
)  # fmt: skip


def _row(ctx: Ctx, one: Stood) -> QueueRow:
    doing = one.step.doing if ctx.may(one.step.permission) else None
    return QueueRow(
        disc("Done") if one.done else ring("To do"),
        one.step.title,
        " · ".join(str(said(part)) for part in (one.says, one.step.why, "" if doing else _whose(ctx, one)) if part),
        url=doing.href if doing else "",
        actions=[doing] if doing else [],
    )


def _whose(ctx: Ctx, one: Stood) -> str:
    """Say what a role has to permit for a step that is not the reader's to do."""
    if one.done or not one.step.permission or ctx.may(one.step.permission):
        return ""
    return tell("needs a role that may: {what}", what=str(said(meaning(one.step.permission))))


def load(ctx: Ctx, tab: str) -> Work:
    """Give the steps: those to do, then those that are done."""
    stood = standing(ctx)
    left, done = ([one for one in stood if one.done is state] for state in (False, True))
    groups = [
        QueueGroup("To do", [_row(ctx, one) for one in left]),
        QueueGroup("Done", [_row(ctx, one) for one in done], "as the data says"),
    ]
    return Work(groups, subtitle=f"{len(done)} of {len(stood)} steps are done", money_label="",
                calm="Everything is set up.")  # fmt: skip


def still_open(ctx: Ctx) -> Sequence[QueueGroup]:
    """Give an administrator the next steps, until all are done: first those that are this person's to do."""
    stood = standing(ctx)
    left = sorted((one for one in stood if not one.done), key=lambda one: not ctx.may(one.step.permission))
    note = f"{done_of(stood)} of {len(stood)} steps are done"
    return [QueueGroup("First day", [_row(ctx, one) for one in left[:SHOWN]], note, "All steps", "/first-day/")]


SCREEN = QueueScreen(
    slug="first-day",
    title="First day",
    permission=COMPANY,
    load=load,
    nav=Nav("Set up", "First day", "list-check", 5),
)
PART = HomePart(COMPANY, (ACCESS, "governance.company.change"), rank=90, work=still_open)
