"""Tables of the platform."""

from throughline.platform.models.access import Role, RoleAssignment, User
from throughline.platform.models.audit import OperationRecord, RowHistory
from throughline.platform.models.limits import RateBucket
from throughline.platform.models.messages import EventRecord
from throughline.platform.models.numbers import IdempotencyKey, NumberSeries
from throughline.platform.models.sign_in import Credential, Identity, Session, SignIn, SignInLink, Throttle
from throughline.platform.models.tokens import ApiToken, ApiTokenUse
from throughline.platform.models.workers import Worker

__all__ = [
    "ApiToken",
    "ApiTokenUse",
    "Credential",
    "EventRecord",
    "IdempotencyKey",
    "Identity",
    "NumberSeries",
    "OperationRecord",
    "RateBucket",
    "Role",
    "RoleAssignment",
    "RowHistory",
    "Session",
    "SignIn",
    "SignInLink",
    "Throttle",
    "User",
    "Worker",
]
