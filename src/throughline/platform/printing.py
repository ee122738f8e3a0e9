"""Papers: words set in a template of their module as a PDF, or text for a printer of labels.

A module says what stands on the paper as text; the template only sets it. Compilers are made once a process, because
scanning fonts is most of the time of a first document.
"""

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils import translation

from throughline import platform
from throughline.kernel.errors import RuleViolation

#: Templates may import what stands anywhere in the package, such as `/platform/letter.typ`.
ROOT = Path(platform.__file__).parents[1]
FONTS = Path(platform.__file__).parent / "static" / "fonts"
PDF = "application/pdf"
TEXT = "text/plain; charset=utf-8"
_compiling = threading.Lock()
_WORD = re.compile(r'\bt\("([^"]+)"\)')


@cache
def _compiler(template: Path) -> Any:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(str(template), root=str(ROOT), font_paths=fonts)


@cache
def _own_words(template: Path) -> frozenset[str]:
    """Give the words of a template, and of the letter that it may be: `t("Net")`."""
    texts = (template.read_text(), (ROOT / "platform" / "letter.typ").read_text())
    return frozenset(word for text in texts for word in _WORD.findall(text))


def typeset(template: Path, words: Mapping[str, Any], *, kind: str = "pdf", ppi: float = 144.0) -> bytes:
    """Set words in a template as `pdf` or, of one page, `png`; the template's own words in the language that stands.

    A warning (a letter that the font lacks) refuses the paper rather than leaving a hole in it.
    """
    spoken = {word: translation.gettext(word) for word in _own_words(template)}
    with _compiling:
        content, warnings = _compiler(template).compile_with_warnings(
            format=kind, ppi=ppi, sys_inputs={"doc": json.dumps({**words, "said": spoken})}
        )
    if warnings:
        raise RuleViolation(
            "paper_not_printable",
            f"The paper cannot be printed as it should: {'; '.join(map(str, warnings))}. "
            "Names on it may hold letters that the font of papers lacks; write them in Latin letters.",
        )
    return bytes(content)


@dataclass(frozen=True)
class Printed:
    """A paper as it leaves: the name of its file, its content and the type of that."""

    name: str
    content: bytes
    content_type: str = PDF
