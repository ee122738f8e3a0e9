"""What is asked of any party that is entered: who it is, and what it trades on."""

from throughline.modules.parties.queries.stored import payment_terms
from throughline.platform.operations import Ctx
from throughline.platform.ui import Field

LANGUAGES = [("en-gb", "English"), ("de", "German"), ("fr", "French"), ("nl", "Dutch"), ("es", "Spanish"),
             ("it", "Italian")]  # fmt: skip


def _terms(ctx: Ctx) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in payment_terms()]


WHO = [
    Field("name", "Name", required=True, help="As it is printed on documents", width=340),
    Field("kind", "Kind", "select", required=True, choices=[("org", "Organisation"), ("person", "Person")], width=160),
    Field("vat_number", "VAT number", width=200),
    Field("country", "Country", help="Two letters, as DE", parse=str.upper, width=140),
    Field("language", "Language", "select", required=True, choices=LANGUAGES, help="Of its documents", width=160),
]  # fmt: skip
OURS = [
    Field("payment_terms", "Payment terms", "select", required=True, choices=_terms, width=240),
    Field("currency", "Currency", required=True, help="Three letters: EUR", parse=str.upper, width=110),
]


def code_of(label: str) -> Field:
    """Ask for the code of a new party."""
    return Field("code", label, required=True, help="The code it is known by, for good", width=160)
