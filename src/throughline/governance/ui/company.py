"""The company on a page: address, tax numbers, bank accounts, and what its documents look like."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.governance.identities import BankAccount, TaxNumber
from throughline.governance.setting_up import LANGUAGES, CompanyDetails, change_layout, company_details, layout
from throughline.kernel.errors import NotFound
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Fact,
    Field,
    Grid,
    Nav,
    OperationForm,
    Pair,
    Pairs,
    Part,
    RecordScreen,
    Screen,
    Section,
    Two,
    Upload,
)
from throughline.platform.ui.access import screen_view
from throughline.platform.ui.formats import MISSING
from throughline.platform.ui.sentences import Told, said

READ = "governance.company.read"
CHANGE = "governance.company.change"
NAMES = {"en": "English", "de": "German", "fr": "French", "nl": "Dutch", "es": "Spanish", "it": "Italian"}
TEXTS = (
    ("quotation", "Under a quotation"),
    ("confirmation", "Under an order confirmation"),
    ("invoice", "Under an invoice"),
    ("credit_note", "Under a credit note"),
    ("footer", "At the foot of each page"),
)
#: Languages whose texts have fields of their own in the form.
SHOWN = ("en", "de")


def spaced(iban: str) -> str:
    """Write an IBAN in groups of four."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def _sections(ctx: Ctx, company: CompanyDetails) -> Sequence[Section]:
    looks = layout(ctx)
    accounts = [
        {
            "name": one.get("name") or MISSING,
            "iban": spaced(one.get("iban", "")),
            "bic": one.get("bic") or MISSING,
            "printed": "yes" if one.get("printed") else "no",
        }
        for one in company.bank_accounts
    ]
    columns = [
        Column("name", "Bank", priority=1),
        Column("iban", "IBAN", "code", priority=1),
        Column("bic", "BIC", "code", priority=3),
        Column("printed", "On documents", priority=2),
    ]
    texts = [
        Pair(
            Told(f"{said(label)}, {said(NAMES.get(language, language))}"),
            looks.texts.get(language, {}).get(place) or MISSING,
        )
        for language in looks.languages
        for place, label in TEXTS
    ]
    logo = Pair("Logo", "shown on documents" if looks.logo else MISSING, url="/our-company/logo/" if looks.logo else "")
    spoken = ", ".join(str(said(NAMES.get(one, one))) for one in looks.languages)
    change = [Action("Change", form="company/layout", dialog=False)] if ctx.may(CHANGE) else []
    return [
        Two(
            Pairs("Address", [Pair("Company", company.name), Pair("Where", ", ".join(company.address) or MISSING)]),
            Pairs(
                "Tax numbers",
                [
                    Pair(f"VAT number, {company.country}", company.vat_number or MISSING),
                    *(Pair(f"Tax number, {one['country']}", one["number"]) for one in company.tax_numbers),
                ],
            ),
        ),
        Grid("Bank accounts", accounts, columns, empty="None: invoices cannot say where to pay."),
        Pairs("Documents", [logo, Pair("Languages", spoken), *texts], change),
    ]


def data(ctx: Ctx, company: CompanyDetails) -> CompanyDetails:
    """Give the company to programs as it is kept."""
    return company


RECORD = RecordScreen(
    subject=Subject("governance.company", (Kept("governance_company"),)),
    slug="our-company",
    by="company",
    permission=READ,
    nav=Nav("Set up", "Company", "building", 40),
    load=lambda ctx, _: company_details(ctx),
    title="name",
    subtitle=lambda company: [Part(company.code, code=True), *company.address],
    facts=lambda ctx, company: [
        Fact("Country", company.country),
        Fact("Currency", company.currency, note="for good"),
        Fact("Time", company.timezone),
        Fact("VAT number", company.vat_number or None),
    ],
    actions=lambda ctx, company: (
        [
            Action("Change", form="company/change", primary=True, dialog=False, key="E"),
            Action("Layout of documents", form="company/layout", dialog=False),
        ]
        if ctx.may(CHANGE)
        else []
    ),
    sections=_sections,
    data=data,
)


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    company = company_details(ctx)
    return {
        "name": company.name,
        "address": "\n".join(company.address),
        "vat_number": company.vat_number,
        "tax_numbers": "\n".join(f"{one['country']} {one['number']}" for one in company.tax_numbers),
        "bank_accounts": company.bank_accounts,
    }


def _numbers(text: str) -> list[TaxNumber]:
    found = []
    for line in text.splitlines():
        country, _, number = line.strip().partition(" ")
        if country:
            found.append(TaxNumber(country.upper(), number.strip()))
    return found


def _arguments(ctx: Ctx, values: dict[str, Any]) -> Mapping[str, Any]:
    accounts = [
        BankAccount(line.get("iban") or "", line.get("name") or "", line.get("bic") or "", bool(line.get("printed")))
        for line in values["bank_accounts"]
    ]
    return {
        "name": values["name"],
        "address": (values.get("address") or "").splitlines(),
        "vat_number": values.get("vat_number") or "",
        "tax_numbers": _numbers(values.get("tax_numbers") or ""),
        "bank_accounts": accounts,
    }


CHANGE_FORM = OperationForm(
    slug="company/change",
    title="Change the company",
    text="Documents that were posted keep what they say. Country and currency stay as the books began.",
    operation="governance.change_company",
    submit_label="Save company",
    parent="our-company",
    fields=[
        Field("name", "Name", required=True, wide=True),
        Field("address", "Address", "textarea", required=True, rows=4, help="Up to six lines, as they are printed"),
        Field("vat_number", "VAT number", help="Checked by the rules of its country"),
        Field("tax_numbers", "Other tax numbers", "textarea", rows=2, help="One a line: country and number, CH CHE-…"),
        Field(
            "bank_accounts",
            "Bank accounts",
            "lines",
            columns=[
                Field("name", "Bank"),
                Field("iban", "IBAN"),
                Field("bic", "BIC", help="Empty: known from the IBAN"),
                Field("printed", "On documents", "checkbox"),
            ],
        ),
    ],
    initial=_initial,
    arguments=_arguments,
    on_done=lambda ctx, result, values: Done("/our-company/", "Company saved."),
)


def _layout_initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    looks = layout(ctx)
    texts = {
        f"{place}_{language}": looks.texts.get(language, {}).get(place, "") for language in SHOWN for place, _ in TEXTS
    }
    return {**texts, **{f"in_{one}": one in looks.languages for one in LANGUAGES}, "keep_logo": True}


def _change_layout(
    ctx: Ctx,
    *,
    logo: Upload | None,
    keep_logo: bool,
    languages: Sequence[str],
    texts: Mapping[str, Mapping[str, str]],
) -> int:
    return change_layout(
        ctx, languages=languages, texts=texts, logo=logo.content if logo else None, keep_logo=keep_logo
    )


def _layout_arguments(ctx: Ctx, values: dict[str, Any]) -> Mapping[str, Any]:
    others = {one: by_place for one, by_place in layout(ctx).texts.items() if one not in SHOWN}
    shown = {one: {place: values.get(f"{place}_{one}") or "" for place, _ in TEXTS} for one in SHOWN}
    return {
        "logo": values.get("logo"),
        "keep_logo": bool(values.get("keep_logo")),
        "languages": [one for one in LANGUAGES if values.get(f"in_{one}")],
        "texts": {**others, **shown},
    }


LAYOUT_FORM = OperationForm(
    slug="company/layout",
    title="Layout of documents",
    text="It holds for what is printed from now on; the customer's language chooses the texts.",
    operation=_change_layout,
    calls="governance.change_layout",
    permission=CHANGE,
    submit_label="Save layout",
    parent="our-company",
    fields=[
        Field("logo", "Logo", "file", accept="image/png,image/jpeg", help="PNG or JPEG, at most 500 KB"),
        Field("keep_logo", "Keep the logo that is there when none is chosen", "checkbox"),
        *(Field(f"in_{one}", NAMES[one], "checkbox", compact=True) for one in LANGUAGES),
        *(
            Field(f"{place}_{one}", f"{label}, {NAMES[one]}", "textarea", rows=2)
            for one in SHOWN
            for place, label in TEXTS
        ),
    ],
    initial=_layout_initial,
    arguments=_layout_arguments,
    on_done=lambda ctx, result, values: Done("/our-company/", "Layout saved."),
)


def show_logo(request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Answer with the logo."""
    looks = layout(ctx)
    if looks.logo is None:
        raise NotFound("no_logo", "The company has no logo yet.")
    response = HttpResponse(looks.logo, content_type=looks.logo_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class Logo(Screen):
    """The address of the logo."""

    def routes(self) -> Sequence[URLPattern]:
        return [path("our-company/logo/", screen_view(show_logo, self.permission), name="company-logo")]


LOGO = Logo(slug="our-company/logo", permission=READ)
