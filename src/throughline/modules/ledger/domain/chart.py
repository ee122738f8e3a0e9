"""The chart of accounts that a company starts with, by role."""

#: role: (code, name, kind). Debit is positive everywhere.
STANDARD = {
    "INV": ("1400", "Inventory", "asset"),
    "GIT": ("1410", "Goods in transit", "asset"),
    "SNI": ("1420", "Deferred cost of goods shipped", "asset"),
    "AR": ("1200", "Accounts receivable", "asset"),
    "BANK": ("1100", "Bank", "asset"),
    "VATI": ("1500", "Input VAT", "asset"),
    "CLAIM": ("1600", "Claims on carriers and suppliers", "asset"),
    "AP": ("2000", "Accounts payable", "liability"),
    "GRNI": ("2100", "Goods received, not billed", "liability"),
    "VATO": ("2200", "Output VAT", "liability"),
    "CADV": ("2300", "Customer advances", "liability"),
    "OPEN": ("3000", "Opening balances", "equity"),
    "REV": ("4000", "Revenue from goods", "income"),
    "REVF": ("4100", "Revenue from freight and fees", "income"),
    "SDISC": ("4200", "Cash discount given", "income"),
    "COGS": ("5000", "Cost of goods sold", "expense"),
    "PPV": ("5100", "Price variance", "expense"),
    "INVADJ": ("5200", "Inventory adjustments", "expense"),
    "SCRAP": ("5300", "Scrap", "expense"),
    "WOFF": ("5400", "Write-offs", "expense"),
    "ROUND": ("5900", "Rounding differences", "expense"),
}
