"""A page of the product as axe-core judges it by WCAG 2.2 AA, at a desk in light and on a phone in the dark.

The browser stays on one page with the styles of the product and the engine loaded; what is to be judged takes the place
of its body. Scripts do not run there: what only they show is judged in the journeys.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources import files

from playwright.sync_api import Page, expect

from tests.browser.looked_at import CHECKS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What may be otherwise in another width and theme; the rest of a page is the same there, and judged at the desk.
SEEN_RULES = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable", "label",
              "heading-order"]  # fmt: skip
#: Rows of one table are drawn alike: a few of them are judged.
ROWS = 4

_TAKE = """({html, theme, whole, rows}) => {
  const next = new DOMParser().parseFromString(html, 'text/html');
  for (const one of next.documentElement.attributes) document.documentElement.setAttribute(one.name, one.value);
  Object.assign(document.documentElement.dataset, {bsTheme: theme, script: 'on'});
  document.title = next.title;
  const shell = whole ? [] : next.querySelectorAll('.tl-side, .tl-sprite, .tl-tabbar, .tl-pal, .tl-short');
  for (const one of shell) one.replaceChildren(); // the room it takes stays
  for (const body of next.querySelectorAll('tbody')) for (const row of [...body.rows].slice(rows)) row.remove();
  document.body.replaceWith(document.adoptNode(next.body));
}"""
_ASK = """async (only) => (await axe.run(document, {
  runOnly: only, resultTypes: ['violations'], selectors: false,
})).violations.map((one) => {
  const [first] = one.nodes;
  const because = [...first.any, ...first.all].map((two) => two.message).join('; ');
  return `${one.id}, ${one.nodes.length}: ${first.html.slice(0, 200)} (${because})`;
})"""


@dataclass(frozen=True)
class Setting:
    """How somebody looks at a page."""

    width: int
    height: int
    theme: str
    rules: list[str]


SETTINGS = (Setting(1440, 900, "light", RULES), Setting(390, 844, "dark", SEEN_RULES))


class Judge:
    """Judges pages in a browser that is on any page of the product."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text())

    def judge(self, pages: Iterable[tuple[str, str]]) -> list[str]:
        """Give what is wrong with pages (where, what is shown there).

        The shell around them is the same on all, and judged with the first only.
        """
        told, found = list(pages), list[str]()
        for one in SETTINGS:
            self.page.set_viewport_size({"width": one.width, "height": one.height})
            for place, (where, shown) in enumerate(told):
                taken = {"html": shown, "theme": one.theme, "whole": place == 0, "rows": ROWS}
                self.page.evaluate(_TAKE, taken)
                wrong = self.page.evaluate(_ASK, one.rules) + self.page.evaluate(CHECKS)
                found += [f"{where}, {one.width} {one.theme}: {text}" for text in wrong]
        return found

    def judge_opened(self, opens: Callable[[], object], part: str) -> list[str]:
        """Give what is wrong with the page as it stands once something on it is open."""
        opens()
        expect(self.page.locator(part)).to_be_visible()
        return [f"{part}: {text}" for text in self.page.evaluate(_ASK, RULES)]
