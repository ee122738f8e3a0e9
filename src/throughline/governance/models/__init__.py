"""Tables of governance."""

from throughline.governance.models.control import Approval, DutyException, ExceptionRecord, Hold, PolicyRule
from throughline.governance.models.desk import (
    DecisionRequest,
    ListChoice,
    Notification,
    NotificationChoice,
    SavedView,
)
from throughline.governance.models.organisation import Company, DocumentLayout, Site, Thread

__all__ = [
    "Approval",
    "Company",
    "DecisionRequest",
    "DocumentLayout",
    "DutyException",
    "ExceptionRecord",
    "Hold",
    "ListChoice",
    "Notification",
    "NotificationChoice",
    "PolicyRule",
    "SavedView",
    "Site",
    "Thread",
]
