"""GS1-128 bar codes (ISO/IEC 15417, GS1 General Specifications 5.4): element strings turned into bars."""

from collections.abc import Sequence

#: What stands for FNC1 in a text to encode; in a message it also ends an element of varying length.
FNC1 = "\x1d"
#: Widths of bars and spaces of the symbol characters, six digits each; the stop character has seven.
_BARS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
    "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
    "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
    "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
    "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232"
)
_WIDTHS = [*(_BARS[at : at + 6] for at in range(0, len(_BARS), 6)), "2331112"]
_CODE_C, _CODE_B, _FNC1, _START_B, _START_C, _STOP = 99, 100, 102, 104, 105, 106
#: Elements of a fixed length, which need no separator after them, by the first two digits of their identifier.
_FIXED = frozenset(["00", "01", "02", "03", "04", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "31",
                    "32", "33", "34", "35", "36", "41"])  # fmt: skip

Element = tuple[str, str]


def message(elements: Sequence[Element]) -> str:
    """Put elements (application identifier, value) behind one another, those of varying length ended by FNC1."""
    parts = []
    for place, (identifier, value) in enumerate(elements):
        last = place == len(elements) - 1
        parts.append(identifier + value + ("" if last or identifier[:2] in _FIXED else FNC1))
    return "".join(parts)


def readable(elements: Sequence[Element]) -> str:
    """Write elements as people read them under the bars: identifiers in brackets."""
    return "".join(f"({identifier}){value}" for identifier, value in elements)


def gs1_128(elements: Sequence[Element]) -> list[int]:
    """Give the widths of bars and spaces in modules, a bar first; quiet zones of ten modules are the printer's."""
    codes = _codes(message(elements))
    check = codes[0] + sum(place * code for place, code in enumerate(codes) if place)
    return [int(width) for code in [*codes, check % 103, _STOP] for width in _WIDTHS[code]]


def _codes(text: str) -> list[int]:
    """Choose symbol characters: pairs of digits in set C where four or more follow, else set B."""
    dense = _digits(text, 0) >= 2
    codes = [_START_C if dense else _START_B, _FNC1]
    place = 0
    while place < len(text):
        run = _digits(text, place)
        if text[place] == FNC1:
            codes.append(_FNC1)
            place += 1
        elif dense and run >= 2:
            codes.append(int(text[place : place + 2]))
            place += 2
        elif dense:
            codes.append(_CODE_B)
            dense = False
        elif run >= 4 and run % 2 == 0:
            codes.append(_CODE_C)
            dense = True
        else:
            codes.append(_letter(text[place]))
            place += 1
    return codes


def _digits(text: str, place: int) -> int:
    run = place
    while run < len(text) and text[run] in "0123456789":
        run += 1
    return run - place


def _letter(letter: str) -> int:
    if not " " <= letter <= "~":
        raise ValueError(f"{letter!r} cannot stand in a GS1 element string")
    return ord(letter) - 32
