"""What can be imported: for each kind its columns, with types, meanings, and the headings that usually name them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["text", "code", "decimal", "whole", "date", "flag"]


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A field that a column of a file may fill: what it means, an example, and other headings for it."""

    name: str
    label: str
    type: ColumnType = "text"
    required: bool = False
    meaning: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of import: its columns, which of them name a row, and which figure is summed to reconcile."""

    name: str
    label: str
    meaning: str
    columns: Sequence[ImportColumn]
    key: Sequence[str]
    needs: str
    sums: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> ImportColumn | None:
        """Give a column by its name."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def required(self) -> list[ImportColumn]:
        """Give the columns without which nothing can be imported."""
        return [column for column in self.columns if column.required]


C = ImportColumn
EXTERNAL = C(
    "external_id",
    "External id",
    "code",
    False,
    "How the other system calls it",
    "4711",
    ("legacy id", "foreign id", "id"),
)

ITEMS = ImportKind(
    "items",
    "Items",
    "Items with unit, family and a price per stock unit",
    [
        C("code", "Item", "code", True, "Our number of it", "22210-E1",
          ("item code", "item number", "sku", "stock code", "article", "article number", "product code", "artikel",
           "artikelnummer", "part number", "no", "code")),
        C("name", "Name", "text", False, "How it is called; needed for new ones", "Spherical roller bearing 22210-E1",
          ("description", "item name", "product name", "bezeichnung", "title")),
        C("family", "Family", "code", False, "The group with its defaults; made where it is new", "BEARINGS",
          ("item family", "group", "category", "product group", "warengruppe")),
        C("stock_unit", "Unit", "code", False, "What quantities are counted in", "ea",
          ("stock unit", "uom", "unit of measure", "einheit", "base unit")),
        C("unit_decimals", "Decimals", "whole", False, "Of quantities in the stock unit, 0 to 6", "0",
          ("unit decimals", "decimal places")),
        C("kind", "Kind", "code", False, "stocked, service or kit", "stocked", ("type", "item type")),
        C("tax_category", "Tax category", "code", False, "standard, reduced or zero", "standard", ("vat", "tax class")),
        C("gtin", "GTIN", "code", False, "EAN or UPC of one stock unit", "4012345678901", ("ean", "upc", "barcode")),
        C("weight_kg", "Weight kg", "decimal", False, "Of one stock unit", "0.45", ("weight", "gewicht", "net weight")),
        C("lot_tracked", "Lots", "flag", False, "Whether every quantity names its lot", "no", ("lot tracked", "batch")),
        C("price", "Price", "decimal", False, "Per stock unit, into the chosen price list", "12.50",
          ("unit price", "list price", "sales price", "preis", "vk", "unitprice")),
        EXTERNAL,
    ],
    ("code",),
    "duty master data; with prices also pricing",
    {"price": "Prices"},
)  # fmt: skip

PACKAGINGS = ImportKind(
    "packagings",
    "Packagings",
    "Boxes, cases and pallets of items, with their factors",
    [
        C("item", "Item", "code", True, "The item's number", "22210-E1",
          ("item code", "sku", "stock code", "artikel", "artikelnummer")),
        C("code", "Packaging", "code", True, "box, case, pallet ...", "box", ("unit", "uom", "pack", "package")),
        C("factor", "Factor", "decimal", True, "Stock units in one", "10",
          ("quantity", "units per pack", "pack size", "inhalt", "contains")),
        C("gtin", "GTIN", "code", False, "Of the packaging", "", ("ean", "upc", "barcode")),
        C("level", "Level", "whole", False, "1 for the innermost", "1", ()),
        C("weight_kg", "Weight kg", "decimal", False, "Of one packaging, filled", "4.7", ("weight", "gewicht")),
        C("sellable", "Sold in it", "flag", False, "Whether it is sold", "yes", ("sellable", "sell")),
        C("purchasable", "Bought in it", "flag", False, "Whether it is bought", "yes", ("purchasable", "buy")),
    ],
    ("item", "code"),
    "duty master data",
    {"factor": "Factors"},
)  # fmt: skip

CUSTOMERS = ImportKind(
    "customers",
    "Customers",
    "Customers with their terms and one address for goods and bills",
    [
        C("code", "Customer", "code", True, "Our number of it", "C-1001",
          ("customer code", "customer id", "customer number", "customerid", "account", "kunde", "kundennummer")),
        C("name", "Name", "text", False, "How it is called; needed for new ones", "Brandt Fördertechnik GmbH",
          ("customer name", "company", "company name", "firma")),
        C("payment_terms", "Payment terms", "code", False, "Code of the terms; the default below where empty", "N30",
          ("terms", "zahlungsbedingung")),
        C("currency", "Currency", "code", False, "Three letters", "EUR", ("währung",)),
        C("vat_number", "VAT number", "code", False, "With its country", "DE136695976", ("vat", "ust-id")),
        C("country", "Country", "text", False, "Two letters, or its English name", "DE", ("land",)),
        C("language", "Language", "code", False, "de, en-gb ...", "de", ("sprache",)),
        C("group", "Group", "code", False, "For prices and policies", "trade", ("customer group", "kundengruppe")),
        C("requires_customer_po", "Needs PO", "flag", False, "Wants its number on every order", "no",
          ("requires customer po", "po required")),
        C("minimum_order_net", "Minimum order", "decimal", False, "Net, in company currency", "50", ("minimum",)),
        C("ship_complete", "Ship complete", "flag", False, "Takes no part deliveries", "no", ()),
        C("accepts_substitutes", "Takes substitutes", "flag", False, "Other items instead", "no", ("substitutes",)),
        C("tax_category", "Tax category", "code", False, "domestic, export ...", "domestic", ("tax class",)),
        C("service_class", "Service class", "code", False, "standard, urgent ...", "standard", ()),
        C("owner", "Account owner", "code", False, "Sign-in name of who minds it", "anna.desk",
          ("account owner", "account manager", "sales rep", "kundenbetreuer", "betreuer")),
        C("street", "Street", "text", False, "First line of the address", "Hafenstraße 12",
          ("address", "address line 1", "strasse", "straße")),
        C("street2", "Street 2", "text", False, "Second line", "", ("address line 2",)),
        C("postcode", "Postcode", "code", False, "", "47051", ("zip", "postal code", "plz")),
        C("city", "City", "text", False, "", "Duisburg", ("town", "ort")),
        EXTERNAL,
    ],
    ("code",),
    "duty master data",
)  # fmt: skip

PRICES = ImportKind(
    "prices",
    "Prices",
    "Prices of price lists per unit, with quantity breaks and dates",
    [
        C("list", "Price list", "code", False, "Its code; the one chosen below where empty", "BASE",
          ("pricelist", "preisliste")),
        C("item", "Item", "code", True, "The item's number", "22210-E1",
          ("item code", "sku", "stock code", "artikel", "artikelnummer")),
        C("unit", "Unit", "code", False, "Stock unit or a packaging", "ea", ("uom", "packaging", "einheit")),
        C("price", "Price", "decimal", True, "Per unit", "12.50", ("unit price", "list price", "preis", "unitprice")),
        C("min_quantity", "From quantity", "decimal", False, "In the unit; 0 is the base price", "0",
          ("min quantity", "minimum quantity", "break", "ab menge")),
        C("valid_from", "Valid from", "date", False, "", "2026-01-01", ("from", "gültig ab")),
        C("valid_to", "Valid to", "date", False, "", "", ("to", "until", "gültig bis")),
        EXTERNAL,
    ],
    ("list", "item", "unit", "min_quantity", "valid_from"),
    "duty pricing",
    {"price": "Prices"},
)  # fmt: skip

STOCK = ImportKind(
    "stock",
    "Opening stock",
    "What is on hand by bin and lot, at its cost",
    [
        C("site", "Site", "code", False, "Its code; the one chosen below where empty", "MAIN", ("warehouse", "lager")),
        C("bin", "Bin", "code", True, "Its code", "A-01-02", ("location", "place", "lagerplatz")),
        C("item", "Item", "code", True, "The item's number", "22210-E1",
          ("item code", "sku", "stock code", "artikel", "artikelnummer")),
        C("quantity", "Quantity", "decimal", True, "In the stock unit", "120", ("qty", "on hand", "menge", "bestand")),
        C("unit_cost", "Unit cost", "decimal", True, "Per stock unit, company currency", "8.40",
          ("cost", "average cost", "einstand", "ek")),
        C("lot", "Lot", "code", False, "Needed where lots are kept", "L-2231", ("batch", "charge", "lot code")),
        C("expires_on", "Expires", "date", False, "Best before", "", ("expiry", "expiry date", "mhd", "best before")),
        C("status", "Status", "code", False, "available, quality, quarantine, damaged, blocked", "available", ()),
        EXTERNAL,
    ],
    ("site", "bin", "item", "lot", "status"),
    "duty receiving; to undo, stock adjustment",
    {"quantity": "Quantity", "value": "Value"},
)  # fmt: skip

ORDERS = ImportKind(
    "orders",
    "Open orders",
    "Orders still to be delivered, quoted and confirmed anew",
    [
        C("order", "Order", "code", True, "The number in the other system; rows of one number make one order", "10233",
          ("order number", "order no", "invoiceno", "auftrag", "document")),
        C("customer", "Customer", "code", True, "Its number", "C-1001",
          ("customer code", "customer id", "customerid", "kunde", "account")),
        C("site", "Site", "code", False, "Ships it; the one chosen below where empty", "MAIN", ("warehouse",)),
        C("customer_po", "Customer PO", "code", False, "The customer's own number", "PO-771", ("po", "bestellnummer")),
        C("ship_to", "Ship to", "code", False, "An address of the customer, by its code; else its default", "DOCK2",
          ("ship-to", "ship to code", "delivery address", "lieferadresse")),
        C("carrier_service", "Carrier service", "code", False, "Its code; as policy says where empty", "DPD-STD",
          ("carrier", "shipping method", "ship via", "versandart")),
        C("requested_on", "Requested", "date", False, "Today where empty", "2026-12-01",
          ("requested date", "delivery date", "due date", "liefertermin")),
        C("item", "Item", "code", True, "The item's number", "22210-E1",
          ("item code", "sku", "stock code", "stockcode", "artikel")),
        C("quantity", "Quantity", "decimal", True, "Still open", "12", ("qty", "open quantity", "menge")),
        C("unit", "Unit", "code", False, "Stock unit or a packaging", "ea", ("uom", "einheit")),
        C("price", "Price", "decimal", False, "Per unit as agreed; else the price found", "12.50",
          ("unit price", "unitprice", "preis")),
    ],
    ("order", "item", "unit"),
    "duty order entry",
    {"quantity": "Quantity", "amount": "Amount at the prices given"},
)  # fmt: skip

RECEIVABLES = ImportKind(
    "receivables",
    "Open items",
    "What customers still owe, against opening balances",
    [
        C("customer", "Customer", "code", True, "Its number", "C-1001",
          ("customer code", "customer id", "customerid", "kunde", "account")),
        C("number", "Document", "code", True, "Its number in the other system", "R-20931",
          ("invoice", "invoice number", "document number", "rechnung", "number", "invoiceno")),
        C("on_date", "Date", "date", True, "Of the document", "2026-10-12", ("invoice date", "document date", "datum")),
        C("due_on", "Due", "date", False, "By the customer's terms where empty", "2026-11-11", ("due date", "fällig")),
        C("amount", "Open amount", "decimal", True, "Still open; what the customer is owed is negative", "1190.00",
          ("amount", "balance", "open", "offen", "betrag")),
        EXTERNAL,
    ],
    ("customer", "number"),
    "duty posting",
    {"amount": "Amount"},
)  # fmt: skip

KINDS = {kind.name: kind for kind in (ITEMS, PACKAGINGS, CUSTOMERS, PRICES, STOCK, ORDERS, RECEIVABLES)}


#: Records that a line makes, by kind of import: how its documents name it, and how references do.
RECORDS = {
    "items": ("item", "catalog.item"),
    "customers": ("party", "parties.customer"),
    "prices": ("price", "pricing.price"),
    "stock": ("receipt", "warehouse.receipt"),
    "orders": ("order", "sales.order"),
    "receivables": ("open_item", "settlement.open_item"),
}
#: Fields that name an item or a customer, by its code or as the other system calls it.
NAMING = {"item": "catalog.item", "customer": "parties.customer"}
#: The field that another system's name stands in for, and what it names.
OWN_CODE = {"items": ("code", "catalog.item"), "customers": ("code", "parties.customer")}


def plain_heading(text: str) -> str:
    """Give a heading without case, signs and doubled blanks, so that “Item-No.” and “item no” are one."""
    return re.sub(r"[^a-z0-9äöüß]+", " ", text.casefold()).strip()


def guess_mapping(kind: ImportKind, headings: Sequence[str]) -> dict[str, str]:
    """Guess which heading fills which field: its name or label first, then the usual other words; each used once."""
    by_words: dict[str, str] = {}
    for heading in headings:
        if heading:
            by_words.setdefault(plain_heading(heading), heading)
            by_words.setdefault(plain_heading(heading).replace(" ", ""), heading)
    mapping: dict[str, str] = {}
    used: set[str] = set()
    for names in (_own_names, _aliases):
        for column in kind.columns:
            if column.name in mapping:
                continue
            found = next((by_words[word] for word in names(column) if by_words.get(word) not in (None, *used)), None)
            if found is not None:
                mapping[column.name] = found
                used.add(found)
    return mapping


def _own_names(column: ImportColumn) -> list[str]:
    return [plain_heading(column.name), plain_heading(column.label)]


def _aliases(column: ImportColumn) -> list[str]:
    words = [plain_heading(alias) for alias in column.aliases]
    return [*words, *(word.replace(" ", "") for word in words)]
