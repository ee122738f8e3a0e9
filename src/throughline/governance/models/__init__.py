"""Tables of governance."""

from throughline.governance.models.control import Approval, DutyException, ExceptionRecord, Hold, PolicyRule
from throughline.governance.models.organisation import Company, Site, Thread

__all__ = ["Approval", "Company", "DutyException", "ExceptionRecord", "Hold", "PolicyRule", "Site", "Thread"]
