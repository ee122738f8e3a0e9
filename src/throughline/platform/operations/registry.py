"""The decorators that make a function an operation or an act, and the list of all operations."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from throughline.kernel.errors import RuleViolation
from throughline.platform.operations import runner
from throughline.platform.operations.context import Ctx

Params = ParamSpec("Params")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class OperationSpec:
    """An operation as its doors know it: name, permission, duty, meaning and typed input."""

    name: str
    permission: str
    duty: str
    call: Callable[..., Any]
    dry_run: Callable[..., Any]
    signature: inspect.Signature
    meaning: str
    told: str
    body: Callable[..., Any]
    secrets: frozenset[str] = frozenset()
    internal: bool = False

    def judged(self, ctx: Ctx, values: Mapping[str, Any], judge: Callable[[Any], None], *, keep: bool = True) -> Any:
        """Do it, and undo it all when the judge raises on seeing the result: what a door refuses changed nothing."""

        def judged_body(inside: Ctx, **given: Any) -> Any:
            result = self.body(inside, **given)
            judge(result)
            return result

        return runner.run(self, judged_body, ctx, (), values, keep=keep)


#: Every operation by name. OpenAPI, the permission matrix, the palette and the audit trail read it.
OPERATIONS: dict[str, OperationSpec] = {}

set_duty_gate = runner.set_duty_gate


def operation(
    name: str,
    *,
    permission: str,
    duty: str = "",
    fiscal: bool = False,
    secrets: Sequence[str] = (),
    internal: bool = False,
) -> Callable[[Callable[Concatenate[Ctx, Params], R]], Callable[Concatenate[Ctx, Params], R]]:
    """Make a function an operation: one transaction, one permission, one duty, one audit record.

    `fiscal` says that it takes gapless numbers, which a dry run must not. `secrets` names the fields of its result that
    are told once: they are not kept with an idempotency key. `internal` ones are parts of a series, at no door.
    """

    def wrap(body: Callable[Concatenate[Ctx, Params], R]) -> Callable[Concatenate[Ctx, Params], R]:
        signature = inspect.signature(body)

        @wraps(body)
        def call(ctx: Ctx, *args: Params.args, **kwargs: Params.kwargs) -> R:
            return cast(R, runner.run(spec, body, ctx, args, kwargs))

        @wraps(body)
        def dry_run(ctx: Ctx, *args: Any, **kwargs: Any) -> Any:
            return runner.run(spec, body, ctx, args, kwargs, keep=False)

        spec = OperationSpec(
            name,
            permission,
            str(duty),
            call,
            dry_run,
            signature,
            (body.__doc__ or "").strip().split("\n")[0],
            inspect.cleandoc(body.__doc__ or ""),
            body,
            frozenset(secrets),
            internal,
        )
        assert name not in OPERATIONS, f"two operations are named {name}"
        OPERATIONS[name] = spec
        return cast(Callable[Concatenate[Ctx, Params], R], call)

    return wrap


def series(
    name: str, *, permission: str
) -> Callable[[Callable[Concatenate[Ctx, Params], R]], Callable[Concatenate[Ctx, Params], R]]:
    """Offer a series of operations at every door: work larger than a transaction, that goes on where it was stopped.

    It demands its permission; its operations ask for theirs, in transactions of their own. It has no dry run: where it
    has a preview, that is a series of its own.
    """

    def wrap(body: Callable[Concatenate[Ctx, Params], R]) -> Callable[Concatenate[Ctx, Params], R]:
        @wraps(body)
        def call(ctx: Ctx, *args: Params.args, **kwargs: Params.kwargs) -> R:
            assert ctx.unit is None, f"{name} was called inside an operation"
            ctx.demand(permission)
            return body(replace(ctx, idempotency_key=None), *args, **kwargs)

        def dry_run(ctx: Ctx, *args: Any, **kwargs: Any) -> Any:
            ctx.demand(permission)
            raise RuleViolation("no_dry_run", f"{name} is a series of operations, which cannot be rolled back.")

        meaning = (body.__doc__ or "").strip().split("\n")[0]
        whole = inspect.cleandoc(body.__doc__ or "")
        signature = inspect.signature(body)
        assert name not in OPERATIONS, f"two operations are named {name}"
        OPERATIONS[name] = OperationSpec(name, permission, "", call, dry_run, signature, meaning, whole, body)
        return cast(Callable[Concatenate[Ctx, Params], R], call)

    return wrap


def act(body: Callable[Concatenate[Ctx, Params], R]) -> Callable[Concatenate[Ctx, Params], R]:
    """Mark a function that a higher module calls inside an operation, joining its transaction and author."""

    @wraps(body)
    def call(ctx: Ctx, *args: Params.args, **kwargs: Params.kwargs) -> R:
        ctx.running()
        return body(ctx, *args, **kwargs)

    return cast(Callable[Concatenate[Ctx, Params], R], call)


def dry_run(name: str, ctx: Ctx, **values: Any) -> Any:
    """Do an operation and roll it back: what a preview shows is the deed itself."""
    return OPERATIONS[name].dry_run(ctx, **values)
