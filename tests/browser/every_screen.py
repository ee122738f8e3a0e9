"""Every registered screen as a page to be judged: each kind once, reached as a reader reaches it, by links."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape

from django.test import Client

from throughline.platform.ui import ListScreen, OperationForm, RecordScreen, screens
from throughline.platform.ui.boards import Board
from throughline.platform.ui.queues import QueueScreen
from throughline.platform.ui.registry import Screen
from throughline.platform.ui.scans import ScanScreen
from throughline.platform.ui.values import with_query

#: What stands beside the registry: the account, the palette's page, all scan steps, what is not there.
BESIDE = ("/account/", "/account/details/", "/account/password/", "/account/authenticator/", "/account/recovery/",
          "/account/prove/", "/find/?q=a", "/scan/", "/api/", "/nowhere/")  # fmt: skip
SHOWN = (ListScreen, RecordScreen, Board, QueueScreen, ScanScreen, OperationForm)
#: Records of a kind whose links are followed: what one does not offer, another may.
FOLLOWED = 12

_LINK = re.compile(r'(?:href|hx-get)="(/[a-z][^"#]*)"')


class EveryScreen:
    """A walk over all screens. `drawn` holds the kinds of pages that it has given.

    `subjects` gives what a form may be about, by the name of its hidden field: a form that nothing offers just now is
    opened by its address.
    """

    def __init__(self, client: Client, subjects: Mapping[str, object]) -> None:
        self.client, self.subjects = client, subjects
        self.drawn: dict[str, str] = {}

    def pages(self) -> Iterator[tuple[str, str]]:
        """Give address and page of each kind once."""
        asked: set[str] = set()
        kinds: Counter[str] = Counter()
        by_hand = False
        waiting = ["/", *BESIDE, *(one.path for one in screens if isinstance(one, SHOWN) and _opens(one))]
        while waiting:
            address = waiting.pop(0)
            if address in asked:
                continue
            asked.add(address)
            if by_hand and kind_of(address) in self.drawn:
                continue
            answer = self.client.get(address)
            if "html" not in answer.get("Content-Type", "") or (answer.status_code != 200 and address not in BESIDE):
                continue
            shown = answer.content.decode()
            if kind_of(address) not in self.drawn:
                self.drawn[kind_of(address)] = address
                yield address, shown
            waiting += self._further(shown, kinds, {*asked, *waiting})
            if not waiting and not by_hand:
                by_hand = True
                waiting += [self._about(one) for one in screens if isinstance(one, OperationForm)]

    def _about(self, form: OperationForm) -> str:
        """Give the address of a form with what it is about."""
        fields = () if callable(form.fields) else form.fields
        named = {one.name: self.subjects.get(one.name, "") for one in fields if one.kind == "hidden" and one.required}
        return with_query(form.path, named)

    def _further(self, shown: str, kinds: Counter[str], known: set[str]) -> Iterator[str]:
        """Follow links to records, to the forms that they offer and to answers to Why?."""
        for link in dict.fromkeys(unescape(one) for one in _LINK.findall(shown)):
            kind = kind_of(link)
            if link in known or kind not in KINDS:
                continue
            if kind not in RECORDS:
                if kind not in self.drawn:
                    yield link
            elif "?" not in link and kinds[kind] < FOLLOWED:
                kinds[kind] += 1
                yield link

    def left_out(self) -> list[str]:
        """Name the screens that were not drawn."""
        return [one.key for one in screens if isinstance(one, SHOWN) and kind_of_screen(one) not in self.drawn]


def _opens(screen: Screen) -> bool:
    """Say whether a screen opens by its own address, without a document."""
    if isinstance(screen, RecordScreen):
        return screen.by == "company"
    return not (isinstance(screen, OperationForm) and screen.needs_subject)


def kind_of_screen(screen: Screen) -> str:
    """Give the kind of page that a screen draws."""
    if isinstance(screen, RecordScreen) and screen.by != "company":
        return f"{screen.path}…/"
    return screen.path


_CODED = {one.path: f"{one.path}…/" for one in screens if isinstance(one, RecordScreen) and one.by == "code"}


def kind_of(address: str) -> str:
    """Give the kind of page at an address: without its query, and with … for the number or code of a record."""
    bare = address.partition("?")[0]
    above = f"{bare.rstrip('/').rpartition('/')[0]}/"
    if above in _CODED and not any(one.path == bare for one in screens):
        return _CODED[above]
    return re.sub(r"/\d+/", "/…/", bare)


KINDS = frozenset(kind_of_screen(one) for one in screens if isinstance(one, SHOWN))
RECORDS = frozenset(kind_of_screen(one) for one in screens if isinstance(one, RecordScreen))
