"""What every page must offer to whoever does not see it, or not with a mouse: checked in the page itself."""

from playwright.sync_api import Page

CHECKS = """() => {
  const wrong = [];
  const named = (e) => (e.getAttribute('aria-label') || e.innerText || e.title || '').trim() ||
    (e.getAttribute('aria-labelledby') || '').split(' ').some((id) => document.getElementById(id));
  if (!document.documentElement.lang) wrong.push('no language');
  if (document.querySelectorAll('h1').length !== 1) wrong.push(document.querySelectorAll('h1').length + ' h1');
  if (!document.querySelector('main')) wrong.push('no main');
  const seen = (e) => e.offsetParent !== null && e.checkVisibility();
  for (const e of document.querySelectorAll('button, a[href]'))
    if (seen(e) && !named(e) && !e.querySelector('[aria-label], title'))
      wrong.push('nameless ' + e.outerHTML.slice(0, 90));
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (seen(e) && !e.labels?.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby'))
      wrong.push('unlabelled ' + e.outerHTML.slice(0, 90));
  for (const e of document.querySelectorAll('img:not([alt])')) wrong.push('image without words ' + e.src);
  for (const e of document.querySelectorAll('thead th')) if (!e.scope) wrong.push('head without scope');
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) wrong.push('id twice: ' + id);
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1) wrong.push('scrolls sideways');
  return wrong;
}"""


def nothing_is_wrong(page: Page) -> None:
    """Fail with the list of what a reader of the screen, or a narrow one, would stumble over.

    A page that a click leads to is waited for: while it arrives it has no main part yet.
    """
    page.locator("main").first.wait_for(state="attached", timeout=10_000)
    page.wait_for_load_state("domcontentloaded")
    found = page.evaluate(CHECKS)
    assert found == [], (page.url, found)
