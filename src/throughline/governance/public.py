"""The door of governance: what modules may use."""

from throughline.governance.duties import Duty
from throughline.governance.exceptions import (
    NewException,
    clear_exceptions,
    raise_exceptions,
    resolve_exceptions,
    take_exceptions,
)
from throughline.governance.findings import Finding, Severity
from throughline.governance.holds import (
    HeldSubject,
    HoldsDecided,
    StandingHold,
    approved_codes,
    decide_holds,
    hold,
    standing_holds,
)
from throughline.governance.organisation import (
    CompanyFacts,
    SiteFacts,
    SiteInput,
    company,
    currency,
    found_company,
    open_sites,
    open_threads,
    site,
    sites,
)
from throughline.governance.policies import KINDS, Policies, declare, load, set_policy

__all__ = [
    "KINDS",
    "CompanyFacts",
    "Duty",
    "Finding",
    "HeldSubject",
    "HoldsDecided",
    "NewException",
    "Policies",
    "Severity",
    "SiteFacts",
    "SiteInput",
    "StandingHold",
    "approved_codes",
    "clear_exceptions",
    "company",
    "currency",
    "found_company",
    "decide_holds",
    "declare",
    "hold",
    "load",
    "open_sites",
    "open_threads",
    "raise_exceptions",
    "resolve_exceptions",
    "set_policy",
    "site",
    "sites",
    "standing_holds",
    "take_exceptions",
]
