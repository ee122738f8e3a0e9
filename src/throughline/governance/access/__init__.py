"""Who may do what in a company: permissions in words, roles, the people who hold them, and conflicts of duties.

A person is the same in every company; roles are of one company. So an administrator invites people and gives and
takes roles in the own company, while name, mail and password belong to the person: an administrator changes them
only for who works in no company but the administrator's own. What a company may write is held by row security too.
"""

from throughline.governance.access.conflicts import Conflict, Holding, administrators, conflicts, holdings
from throughline.governance.access.duty_exceptions import (
    DutyExceptionInput,
    end_duty_exceptions,
    record_duty_exceptions,
)
from throughline.governance.access.grants import Grant, give_roles, take_roles
from throughline.governance.access.labels import (
    PERMISSIONS,
    declare_permissions,
    known_permissions,
    permissions_by_module,
)
from throughline.governance.access.people import (
    Invitation,
    PersonChange,
    change_users,
    deactivate_users,
    invite_users,
    works_elsewhere,
)
from throughline.governance.access.roles import RoleInput, define_roles, withdraw_roles
from throughline.governance.access.usual import UsualRole, register_usual

__all__ = [
    "PERMISSIONS",
    "Conflict",
    "DutyExceptionInput",
    "Grant",
    "Holding",
    "Invitation",
    "PersonChange",
    "RoleInput",
    "UsualRole",
    "administrators",
    "change_users",
    "conflicts",
    "deactivate_users",
    "declare_permissions",
    "define_roles",
    "end_duty_exceptions",
    "give_roles",
    "holdings",
    "invite_users",
    "known_permissions",
    "permissions_by_module",
    "record_duty_exceptions",
    "register_usual",
    "take_roles",
    "withdraw_roles",
    "works_elsewhere",
]
