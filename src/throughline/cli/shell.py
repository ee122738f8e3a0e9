"""A Python shell inside the product: to look, and to call the operations that the screens call."""

import argparse

from throughline.cli.database import database, set_up_django

HELP = "a Python shell inside the product"
HINT = """
Rows are visible for one company at a time, inside a reading block:

    from throughline.platform.operations import Ctx, reading
    ctx = Ctx(company_id=1, actor_id=1, permissions=frozenset({"*"}), door="shell")
    with reading(ctx):
        ...

Changes go through operations, as from a screen: operation(ctx, ...). Nothing else may write.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("-c", "--command", dest="code", help="run this instead of asking")


def run(options: argparse.Namespace) -> int:
    """Open the shell; its own end is the command's end."""
    with database():
        set_up_django()
        from django.core.management import call_command

        if options.code is not None:
            call_command("shell", command=options.code, verbosity=0)
            return 0
        print(HINT)
        call_command("shell", verbosity=0)
    return 0
