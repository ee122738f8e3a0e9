"""Operations: the only way in which anything changes.

An operation is an entry point: one transaction, one permission, one duty, one audit record, idempotent by key. An
act is what a higher module calls inside an operation: it joins the transaction and the author. Every door (button,
REST, EDI, scanner, job, command, test) calls the same operation.
"""

from throughline.platform.operations.context import (
    Clock,
    Ctx,
    Overtaken,
    Unit,
    reading,
    set_permission_words,
    system_clock,
)
from throughline.platform.operations.outcomes import Outcome, Outcomes, Sifted, Versioned, sift
from throughline.platform.operations.registry import (
    OPERATIONS,
    act,
    judged,
    operation,
    series,
    set_duty_gate,
)
from throughline.platform.operations.scopes import Scope
from throughline.platform.operations.spec import OperationSpec

__all__ = [
    "OPERATIONS",
    "Clock",
    "Ctx",
    "OperationSpec",
    "Outcome",
    "Outcomes",
    "Overtaken",
    "Scope",
    "Sifted",
    "Unit",
    "Versioned",
    "act",
    "judged",
    "operation",
    "reading",
    "series",
    "set_duty_gate",
    "set_permission_words",
    "sift",
    "system_clock",
]
