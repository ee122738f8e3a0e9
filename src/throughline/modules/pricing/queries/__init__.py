"""Pricing lines, and the lists and contracts of a company."""

from throughline.modules.pricing.queries.price_lines import price_lines

__all__ = ["price_lines"]
