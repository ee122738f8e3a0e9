"""Roles that companies usually have: registered by whoever knows what the modules permit, taken by a new company."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.governance.access.labels import known_permissions
from throughline.governance.access.roles import RoleInput
from throughline.governance.duties import Duty
from throughline.platform.rest import READS
from throughline.platform.ui import screens

#: What every one of them permits.
COMMON = (
    "governance.token.own",
    "governance.inbox.own",
    "documents.note.write",
    "governance.exception.read",
    "governance.exception.resolve",
    "governance.hold.read",
)


@dataclass(frozen=True, slots=True)
class UsualRole:
    """A role to begin with: what it is for, what it reads (modules), what it may do, which queues it minds.

    What it may do is a permission, or all that begin with one that ends in a dot.
    """

    code: str
    name: str
    about: str
    duties: Sequence[Duty]
    reads: Sequence[str]
    does: Sequence[str]
    queues: Sequence[str] = ()

    def permissions(self) -> list[str]:
        """Give everything the role may do, screens of its modules included."""
        done = [
            code
            for code in sorted(known_permissions())
            if any(code == one or (one.endswith(".") and code.startswith(one)) for one in self.does)
        ]
        read = {one.permission for one in (*screens, *READS.values()) if one.permission.endswith(".read")}
        seen = [code for code in sorted(read) if code.split(".")[0] in self.reads]
        return [*done, *seen, *COMMON, *(f"governance.queue.{queue}" for queue in self.queues)]

    def asked(self) -> RoleInput:
        """Give the role as it is made; one of the same code that is there already stays."""
        return RoleInput(self.code, self.name, self.permissions(), [str(duty) for duty in self.duties], version=0)


USUAL: dict[str, UsualRole] = {}


def register_usual(*roles: UsualRole) -> None:
    """Offer roles to companies that begin."""
    USUAL.update({role.code: role for role in roles})
