"""The page and dialog of an operation form: show, preview, do, and say what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlparse

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path

from throughline.kernel.errors import DomainError, InvalidInput
from throughline.kernel.refs import DocumentRef
from throughline.platform.operations import OPERATIONS, Ctx, Outcomes, reading
from throughline.platform.refs import resolve
from throughline.platform.signin.proofs import ProofNeeded, prove, proved_at
from throughline.platform.ui.access import fragment, is_fragment, page, screen_view, with_events
from throughline.platform.ui.bulk_view import outcome_context
from throughline.platform.ui.form_fields import blank_post, shown_fields
from throughline.platform.ui.forms import Done, Field, Once, OperationForm, Preview, Upload
from throughline.platform.ui.parsing import Errors, parse_fields
from throughline.platform.ui.sections import Finding
from throughline.platform.ui.sentences import tell
from throughline.platform.ui.shell import Crumb, crumbs_to
from throughline.platform.ui.values import Action

DIALOG = "dialog"
INVALID = 422


def form_routes(form: OperationForm) -> list[URLPattern]:
    """Give the urls of a form: itself and its preview."""
    needed = form.needed

    def handle(request: HttpRequest, ctx: Ctx) -> HttpResponse:
        if request.method == "POST":
            return submit(form, request, ctx)
        return show(form, request, ctx)

    def ahead(request: HttpRequest, ctx: Ctx) -> HttpResponse:
        return preview(form, request, ctx)

    base = form.path.removeprefix("/")
    routes = [path(base, screen_view(handle, needed, rehearses=form.rehearses), name=f"form-{form.slug}")]
    if form.preview:
        routes.append(path(f"{base}preview/", screen_view(ahead, needed), name=f"preview-{form.slug}"))
    return routes


@dataclass
class Filled:
    """A form as it stands: what was posted or set at first, and what is wrong with it."""

    form: OperationForm
    posted: QueryDict
    values: Mapping[str, Any]
    errors: Errors
    findings: Sequence[Finding] = ()
    back: str = ""
    preview: Preview | None = None
    proof: bool = False
    #: Whether the key of the form has its answer, a refusal: what is typed anew is another request.
    spent: bool = False


def show(form: OperationForm, request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Show the form with its first values."""
    query = {key: str(value) for key, value in request.GET.items()}
    with reading(ctx):
        form = form.about(ctx, query)
        query = _readable(form.standing, query, ctx)
        values = dict(form.initial(ctx, query)) if form.initial else {}
        for field in form.standing:
            if field.name not in values and field.name in query:
                values[field.name] = query[field.name]
        posted = blank_post(form.standing, values, ctx)
        values |= parse_fields(form.standing, posted, ctx)[0]
    return draw(Filled(form, posted, values, {}, back=_came_from(request)), request, ctx)


def _readable(fields: Sequence[Field], query: dict[str, str], ctx: Ctx) -> dict[str, str]:
    """Leave out of an address what its fields cannot read: a form opens without what nobody could have meant."""
    asked = [field for field in fields if field.name in query]
    wrong = [field.name for field in asked if field.kind in _NOT_IN_ADDRESSES]
    plain = QueryDict(mutable=True)
    plain.update({field.name: query[field.name] for field in asked if field.name not in wrong})
    _, errors = parse_fields([field for field in asked if field.name not in wrong], plain, ctx)
    return {name: value for name, value in query.items() if name not in wrong and name not in errors}


#: What is chosen or typed on the form only.
_NOT_IN_ADDRESSES = ("lines", "file", "signature", "password")


def submit(form: OperationForm, request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Read the form and call its operation; what is refused comes back with everything as it was typed."""
    with reading(ctx):
        form = form.about(ctx, request.POST)
        values, errors = parse_fields(form.standing, request.POST, ctx, _uploads(request))
    filled = Filled(form, request.POST, values, errors, back=request.POST.get("back", ""))
    if any(field.kind == "hidden" and field.name in errors for field in form.standing):
        raise InvalidInput("form_about_nothing", "The form does not say what it is about; open it from there again.")
    if errors:
        return draw(filled, request, ctx, status=INVALID)
    try:
        if request.POST.get("proof"):
            prove(request, request.POST["proof"])
            ctx = replace(ctx, proved_at=proved_at(request))
        result = call(form, replace(ctx, idempotency_key=request.POST.get("key") or None), values)
        _raise_refused(result)
    except DomainError as error:
        filled.proof = isinstance(error, ProofNeeded) or bool(request.POST.get("proof"))
        filled.spent = True
        filled.errors, told = placed(error, form, values)
        filled.findings = [*told, *_in_the_way(error, ctx)]
        return draw(filled, request, ctx, status=error.status)
    return after(filled, result, request, ctx)


def _raise_refused(result: Any) -> None:
    """Bring a set of one that was refused back to its form, with the field that it names."""
    if isinstance(result, Outcomes) and len(result) == 1 and result.refused:
        result.only()


def _uploads(request: HttpRequest) -> dict[str, Upload]:
    """Give the files that were sent, by field."""
    return {
        name: Upload(str(sent.name), str(sent.content_type), sent.read())
        for name, sent in request.FILES.items()
        if not isinstance(sent, list)
    }


def call(form: OperationForm, ctx: Ctx, values: Mapping[str, Any]) -> Any:
    """Call the operation of a form with its parsed values."""
    given = {name: value for name, value in values.items()}
    with reading(ctx):
        arguments = form.arguments(ctx, given) if form.arguments else given
    operation = OPERATIONS[form.operation].call if isinstance(form.operation, str) else form.operation
    return operation(ctx, **arguments)


def placed(error: DomainError, form: OperationForm, values: Mapping[str, Any]) -> tuple[Errors, list[Finding]]:
    """Put a refusal on the field it names; where it names none, above the form as a finding."""
    named = str(error.facts.get("field") or "")
    for field in form.standing:
        if field.kind == "lines" and any(named == column.name for column in field.columns):
            lines = values.get(field.name) or []
            line = error.facts.get("line") or (1 if len(lines) == 1 else None)  # the only one is meant
            if isinstance(line, int):
                index = lines[line - 1]["_index"] if 0 < line <= len(lines) else line
                return {f"{field.name}-{index}-{named}": error.message}, []
        if field.name == named and field.kind != "hidden":
            return {field.name: error.message}, []
    limits = [f"{key.replace('_', ' ')} {value}" for key, value in error.facts.items() if key in _TOLD and value]
    return {}, [Finding("block", error.message, " · ".join(limits), anchor="refusal")]


def _in_the_way(error: DomainError, ctx: Ctx) -> list[Finding]:
    """Lead to the record that has the code already, where a refusal names it."""
    kind, number = error.facts.get("kind"), error.facts.get("id")
    if error.code != "code_taken" or not isinstance(kind, str) or not isinstance(number, int):
        return []
    ref = DocumentRef(kind, number)
    with reading(ctx):
        known = resolve([ref])[ref]
    if not known.url:
        return []
    return [
        Finding("info", tell("{label} is known already.", label=known.label), actions=[Action("Open it", known.url)])
    ]


_TOLD = ("policy", "limit", "who", "approver", "changed_by", "changed_at")


def after(filled: Filled, result: Any, request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Go on after the deed: to where `on_done` says, or show the outcomes of a set."""
    form = filled.form
    several = isinstance(result, Outcomes) and len(result) > 1 and bool(result.refused)
    if form.on_done and not several:
        with reading(ctx):
            done = form.on_done(ctx, result, filled.values)
        if isinstance(done, Once):
            return tell_once(done, request, ctx)
        return go_on(done if isinstance(done, Done) else Done(done), request, filled.back)
    if isinstance(result, Outcomes) and (len(result) > 1 or len(result.done) < len(result)):
        context = {**outcome_context(result), "text": title_of(filled, ctx), "back": filled.back or "/"}
        if is_fragment(request, DIALOG):
            return with_events(fragment(request, ctx, "ui/bulk_done.html", context), listChanged=True)
        return page(request, ctx, "ui/bulk_done_page.html", context, crumbs=crumbs_to(form.parent, context["text"]))
    return go_on(Done(), request, filled.back)


def tell_once(told: Once, request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Show what is told once, in the dialog or on a page; nothing keeps it, so it is gone with the page."""
    template = "ui/once_dialog.html" if is_fragment(request, DIALOG) else "ui/once.html"
    if is_fragment(request, DIALOG):
        return with_events(fragment(request, ctx, template, {"told": told}), listChanged=True)
    return page(request, ctx, template, {"told": told}, crumbs=[Crumb(told.title)])


def go_on(done: Done, request: HttpRequest, back: str) -> HttpResponse:
    """Lead on: a redirect that htmx follows as a whole page; the toast waits there."""
    if done.toast:
        messages.success(request, done.toast, extra_tags=done.status.shape if done.status else "disc")
    address = done.url or back or "/"
    if is_fragment(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)


def preview(form: OperationForm, request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Answer while typing: what the server knows about each line, the totals and the findings; changes nothing."""
    assert form.preview is not None
    with reading(ctx):
        form = form.about(ctx, request.POST)
        values, errors = parse_fields(form.standing, request.POST, ctx, _uploads(request))
    ahead = form.preview(ctx, values) if form.preview and form.rehearses else None
    with reading(ctx):
        ahead = ahead or (form.preview(ctx, values) if form.preview else Preview())
        context: dict[str, Any] = {"form": form, "errors": errors, "preview": ahead, "previewed": True}
        context["fields"] = shown_fields(form.standing, request.POST, values, errors, ctx, ahead)
    return fragment(request, ctx, "ui/form_preview.html", context)


def title_of(filled: Filled, ctx: Ctx) -> str:
    """Give the title of a form, which may depend on what it is about."""
    title = filled.form.title
    return title(ctx, filled.values) if callable(title) else title


def draw(filled: Filled, request: HttpRequest, ctx: Ctx, status: int = 200) -> HttpResponse:
    """Draw the form as a page, or into the dialog when htmx asked for that."""
    form, ahead = filled.form, None
    # What stands beside each line is shown beside what was refused too; what cannot be done is not rehearsed.
    looked = form.preview if not (filled.errors and form.rehearses) else None
    if looked and form.rehearses:
        ahead = looked(ctx, filled.values)
    with reading(ctx):
        ahead = ahead or (looked(ctx, filled.values) if looked else None)
        text = form.text(ctx, filled.values) if callable(form.text) else form.text
        title = title_of(filled, ctx)
        context = {
            "form": form,
            "title": title,
            "text": text,
            "fields": shown_fields(form.standing, filled.posted, filled.values, filled.errors, ctx, ahead),
            "findings": [*filled.findings, *(ahead.findings if ahead and not filled.errors else ())],
            "preview": ahead,
            "previewed": form.preview is not None,
            "errors": filled.errors,
            "error_count": len(filled.errors),
            "proof": filled.proof,
            "idle": form.idle(ctx) if form.idle else None,
            "back": filled.back,
            "key": "" if filled.spent else filled.posted.get("key", ""),
        }
        if is_fragment(request, DIALOG):
            return fragment(request, ctx, "ui/form_dialog.html", context, status=status)
        return page(request, ctx, "ui/form.html", context, crumbs=crumbs_to(form.parent, title), status=status)


def _came_from(request: HttpRequest) -> str:
    """Give the page of ours that led here, to go back to."""
    source = request.GET.get("back") or request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    parsed = urlparse(source)
    if parsed.netloc and parsed.netloc != request.get_host():
        return ""
    path_only = parsed.path if parsed.path.startswith("/") and not parsed.path.startswith("//") else ""
    if not path_only or path_only == request.path:
        return ""
    return f"{path_only}?{parsed.query}" if parsed.query else path_only
