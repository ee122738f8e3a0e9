"""Tables of the platform."""

from throughline.platform.models.access import Role, RoleAssignment, User
from throughline.platform.models.audit import OperationRecord, RowHistory
from throughline.platform.models.messages import Delivery, EventRecord
from throughline.platform.models.numbers import IdempotencyKey, NumberSeries
from throughline.platform.models.tokens import ApiToken, ApiTokenUse

__all__ = [
    "ApiToken",
    "ApiTokenUse",
    "Delivery",
    "EventRecord",
    "IdempotencyKey",
    "NumberSeries",
    "OperationRecord",
    "Role",
    "RoleAssignment",
    "RowHistory",
    "User",
]
