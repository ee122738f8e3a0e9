"""Make the pictures of the guides from a running demo: `.venv/bin/python scripts/pictures.py [ADDRESS]`.

The demo is deterministic, so a picture changes only where the product does. Needs the test requirements and Chromium.
"""

import shutil
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Picture:
    """A picture: its name, who looks, at what.

    `first` opens the first record of the list at the address; `then` is the address to go on to, with its number.
    """

    name: str
    login: str
    address: str
    first: bool = False
    then: str = ""
    phone: bool = False


PICTURES = [
    Picture("order", "desk", "/orders/?view=late", first=True),
    Picture("home-sales", "desk", "/"),
    Picture("quote", "desk", "/orders/?view=open", first=True, then="/do/quotes/new/?copy={}"),
    Picture("home-credit", "credit", "/"),
    Picture("home-warehouse", "lead", "/"),
    Picture("release", "lead", "/release/"),
    Picture("home-picker", "picker", "/", phone=True),
    Picture("scan", "picker", "/scan/pick/", phone=True),
    Picture("scan-steps", "lead", "/scan/", phone=True),
    Picture("home-transport", "transport", "/"),
    Picture(
        "proof", "transport", "/shipments/?view=way", first=True, then="/do/shipments/prove/?shipment={}", phone=True
    ),
    Picture("home-billing", "billing", "/"),
    Picture("billing", "billing", "/billing/"),
    Picture("home-accountant", "cash", "/"),
    Picture("receivables", "cash", "/receivables/"),
    Picture("shipped-unbilled", "cash", "/shipped-unbilled/"),
    Picture("home-manager", "manager", "/"),
    Picture("promises", "manager", "/promises/"),
    Picture("policies", "masters", "/policies/"),
    Picture("home-administrator", "admin", "/"),
    Picture("first-day", "moving", "/first-day/"),
]


def main(base: str) -> None:
    """Take every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for picture in PICTURES:
            take(browser, base, picture)
        browser.close()


def take(browser: Browser, base: str, picture: Picture) -> None:
    """Sign in, open the page, and keep it as a file."""
    context = browser.new_context(viewport=PHONE if picture.phone else DESK, color_scheme="light", locale="en-GB")
    page = context.new_page()
    page.goto(f"{base}/sign-in/")
    page.fill("[name=username]", picture.login)
    page.fill("[name=password]", "throughline")
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    _open(page, base, picture)
    keep(page.screenshot(), FOLDER / f"{picture.name}.png")
    print(picture.name, page.url)
    context.close()


def keep(shot: bytes, path: Path) -> None:
    """Keep a picture in few colours, which screens of grey and ink have anyway: a third of the bytes."""
    picture = Image.open(BytesIO(shot)).convert("RGB")
    picture.quantize(160, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)


def _open(page: Page, base: str, picture: Picture) -> None:
    answer = page.goto(base + picture.address)
    if answer is None or answer.status != 200:
        raise SystemExit(f"{picture.login} cannot open {picture.address}")
    if picture.first:
        page.locator("tbody a[href^='/']").first.click()
        page.wait_for_load_state()
    if picture.then:
        page.goto(base + picture.then.format(page.url.rstrip("/").rpartition("/")[2]))
    page.wait_for_timeout(600)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
