"""Tables of governance."""

from throughline.governance.models.control import Approval, DutyException, ExceptionRecord, Hold, PolicyRule
from throughline.governance.models.organisation import Company, DocumentLayout, Site, Thread

__all__ = [
    "Approval",
    "Company",
    "DocumentLayout",
    "DutyException",
    "ExceptionRecord",
    "Hold",
    "PolicyRule",
    "Site",
    "Thread",
]
