"""Let somebody administer a company: the first one, or when nobody is left who can.

Runs on the machine, with the owner's address of the database, and prints a link by which the person sets a password
once. With `--found` the company is founded first. What it does is audited under the service account `operator`.
"""

import argparse
import sys

from throughline.cli.database import database, set_up_django
from throughline.cli.operator import operator

HELP = "let somebody administer a company"
REASON = "throughline administrator"
ROLE = "administrator"
#: Who may do what, and everything that says how the company stands: the checklist of the first day among it.
PERMISSIONS = (
    "governance.access.change",
    "governance.access.read",
    "governance.audit.read",
    "governance.company.read",
    "governance.delivery.retry",
    "governance.exception.read",
    "governance.exception.resolve",
    "governance.hold.read",
    "governance.inbox.own",
    "governance.policy.read",
    "governance.queue.system",
    "governance.token.change",
    "governance.token.own",
    "governance.token.read",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("login", help="with which the person signs in")
    parser.add_argument("--name", help="of the person, if new (the login)")
    parser.add_argument("--company", required=True, metavar="CODE", help="which company")
    parser.add_argument("--found", metavar="NAME", help="found the company under this name first")
    parser.add_argument("--country", default="", help="of a company to be founded, such as NL")
    parser.add_argument("--currency", default="", help="of a company to be founded, such as EUR")
    parser.add_argument("--timezone", default="UTC", help="of a company to be founded (%(default)s)")
    parser.add_argument("--address", default="http://localhost:8000", help="under which people open it (%(default)s)")


def run(options: argparse.Namespace) -> int:
    """Give the role, and print the link."""
    with database():
        set_up_django()
        from throughline.kernel.errors import DomainError

        try:
            link = admit(options)
        except DomainError as error:
            print(f"throughline administrator: {error.message}", file=sys.stderr)
            return 1
    print(f"{options.login} administers {options.company}. To set a password, once:\n\n    {link}\n")
    return 0


def admit(options: argparse.Namespace) -> str:
    """Have company, role and person, and make the link."""
    from throughline.governance.public import Invitation, RoleInput, define_roles, invite_users, make_sign_in_links
    from throughline.governance.signin.links import token_of
    from throughline.platform.database.statements import rows

    company = _company(options)
    ctx = operator(company, REASON)
    held = rows("SELECT id FROM platform_role WHERE company_id = %s AND code = %s", [company, ROLE])
    if not held:
        define_roles(ctx, roles=[RoleInput(ROLE, "Administrator", PERMISSIONS, ["administration"])])
    ids = invite_users(ctx, users=[Invitation(options.login, options.name or options.login, [ROLE])])
    (link,) = make_sign_in_links(ctx, users=ids)
    return f"{options.address.rstrip('/')}/sign-in/link/{token_of(link)}/"


def _company(options: argparse.Namespace) -> int:
    from throughline.governance.public import found_company
    from throughline.kernel.errors import InvalidInput, NotFound
    from throughline.platform.database.statements import rows

    known = rows("SELECT id FROM governance_company WHERE code = %s", [options.company])
    if known and options.found:
        raise InvalidInput("company_known", f"{options.company} is there already; leave --found out.")
    if known:
        return int(known[0][0])
    if not options.found:
        raise NotFound("company_unknown", f"There is no company {options.company}; --found NAME founds it.")
    if len(options.country) != 2 or len(options.currency) != 3:
        raise InvalidInput("company_incomplete", "A company to be founded needs --country NL and --currency EUR.")
    return found_company(
        operator(0, REASON),
        code=options.company,
        name=options.found,
        country=options.country.upper(),
        currency=options.currency.upper(),
        timezone=options.timezone,
    )
