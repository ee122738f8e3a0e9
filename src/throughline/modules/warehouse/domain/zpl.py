"""Labels in ZPL II, the language of label printers: 105 x 148 mm at 8 dots a millimetre."""

from collections.abc import Mapping, Sequence
from typing import Any

WIDTH, LENGTH = 840, 1184
_LEFT, _MIDDLE = 40, 440
#: Letters that would be taken for commands or for the beginning of an escape.
_ESCAPED = {"^": "_5E", "~": "_7E", "_": "_5F"}


def zpl(label: Mapping[str, Any]) -> str:
    """Give one label. Bars are drawn by the printer: subset C and FNC1 first, as GS1-128 asks (`>;>8`)."""
    parts = ["^XA", "^CI28", f"^PW{WIDTH}", f"^LL{LENGTH}", "^LH0,0"]
    parts += _block(_LEFT, 30, label["sender"], 22)
    parts += _block(_MIDDLE, 30, label["to"], 30)
    parts.append(f"^FO{_LEFT},290^GB{WIDTH - 2 * _LEFT},2,2^FS")
    for place, (name, value) in enumerate(label["facts"]):
        at = _LEFT + place * 260
        parts += [_text(at, 304, name, 18), _text(at, 326, value, 26)]
    parts.append(f"^FO{_LEFT},364^GB{WIDTH - 2 * _LEFT},2,2^FS")
    rows = [f"{code}  {name}  {amount}" for code, name, amount in label["content"]]
    parts += _block(_LEFT, 380, [*rows, *([label["more"]] if label["more"] else [])], 22)
    if label["inner"]:
        parts += [f"^FO110,600^BY3^BCN,110,N,N,N^FD>;>8{_digits(label['inner']['text'])}^FS"]
        parts.append(_text(110, 720, label["inner"]["text"], 26))
    parts += [f"^FO108,780^BY4^BCN,256,N,N,N^FD>;>800{label['sscc']}^FS", _text(210, 1060, label["text"], 40)]
    return "".join([*parts, "^XZ\n"])


def _digits(text: str) -> str:
    """Give the message behind its readable form; an odd last digit goes over to subset B."""
    digits = text.replace("(", "").replace(")", "")
    return digits if len(digits) % 2 == 0 else f"{digits[:-1]}>6{digits[-1]}"


def _block(left: int, top: int, lines: Sequence[str], size: int) -> list[str]:
    return [_text(left, top + place * (size + 6), line, size) for place, line in enumerate(lines)]


def _text(left: int, top: int, text: str, size: int) -> str:
    safe = "".join(_ESCAPED.get(letter, letter) for letter in text if letter.isprintable())
    return f"^FO{left},{top}^A0N,{size},{size}^FH^FD{safe}^FS"
