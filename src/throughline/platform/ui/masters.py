"""The form of a master that is saved by its code: a new one is entered and a known one changed, by one declaration."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from throughline.platform.operations import OPERATIONS, Ctx, Outcomes
from throughline.platform.ui.forms import Done, Field, OperationForm
from throughline.platform.ui.registry import list_url, record_url
from throughline.platform.ui.sentences import tell


class Entered(Protocol):
    """What an operation takes of a master, a dataclass: its code, and the version that it was made from."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def code(self) -> str: ...
    @property
    def version(self) -> int | None: ...


T = TypeVar("T", bound=Entered)
Asked = Mapping[str, str]
VERSION = Field("version", kind="hidden", parse=int)


@dataclass(frozen=True, kw_only=True)
class Master(Generic[T]):
    """A master at `/do/<slug>/save/`: the list `slug`, and the operation that takes a set of `input` as `takes`.

    `code` asks for the code of a new one; that of a known one stays. `fields` have the names of the input's own, so
    that what is typed becomes one by itself; what is left empty has its default. `only_new` are asked of new ones only.
    `stored` gives the known one as it would have to be entered, with its version; `fresh` what a new one begins with.
    Where the input holds what no field shows as it is (lines), `shown` gives the values of the fields, and `read` turns
    what was typed into values of the input.
    A version that is 0 lets the operation refuse a code that is known, and the form leads to what has it.
    """

    slug: str
    operation: str
    takes: str
    input: type[T]
    code: Field
    fields: Sequence[Field]
    stored: Callable[[Ctx, str], T | None]
    fresh: Callable[[Ctx], T]
    new_title: str
    known_title: str
    saved: str
    submit_label: str
    only_new: Sequence[Field] = ()
    text: str = ""
    has_record: bool = False
    shown: Callable[[T], Mapping[str, Any]] | None = None
    read: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None

    def form(self) -> OperationForm:
        """Give the form to register."""
        return OperationForm(
            slug=f"{self.slug}/save",
            title=self._title,
            text=self.text,
            operation=self._save,
            calls=self.operation,
            submit_label=self.submit_label,
            parent=self.slug,
            fields=self._fields,
            initial=self._initial,
            arguments=lambda ctx, values: {"given": self._input(values)},
            on_done=self._done,
        )

    def _title(self, ctx: Ctx, values: Mapping[str, Any]) -> str:
        return tell(self.known_title, code=values["code"]) if values.get("version") else tell(self.new_title)

    def _fields(self, ctx: Ctx, asked: Asked) -> Sequence[Field]:
        if self._is_known(ctx, asked):
            return [Field("code", kind="hidden", required=True), VERSION, *self.fields]
        return [self.code, VERSION, *self.only_new, *self.fields]

    def _is_known(self, ctx: Ctx, asked: Asked) -> bool:
        """Say whether one that is known is changed: an address names its code, what was posted its version too."""
        if "version" in asked:
            return asked["version"] not in ("", "0")
        return bool(asked.get("code")) and self.stored(ctx, asked["code"]) is not None

    def _initial(self, ctx: Ctx, asked: Asked) -> Mapping[str, Any]:
        known = self.stored(ctx, asked["code"]) if asked.get("code") else None
        return (self.shown or asdict)(known or self.fresh(ctx))

    def _input(self, values: Mapping[str, Any]) -> T:
        values = {**(self.read(values) if self.read else values), "version": values.get("version") or 0}
        names = {field.name for field in fields(self.input)}
        return self.input(**{name: value for name, value in values.items() if name in names and value is not None})

    def _save(self, ctx: Ctx, *, given: T) -> int | None:
        outcomes: Outcomes = OPERATIONS[self.operation].call(ctx, **{self.takes: [given]})
        return outcomes.only().document

    def _done(self, ctx: Ctx, result: int | None, values: Mapping[str, Any]) -> Done:
        led = record_url(self.slug, result) if self.has_record else list_url(self.slug)
        return Done(led, tell(self.saved, code=values["code"]))
