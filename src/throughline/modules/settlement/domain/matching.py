"""Which open items a payment settles, and what may be set against what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from throughline.kernel.errors import DomainError, InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import CENT, ZERO, rounded


@dataclass(frozen=True, slots=True)
class Leniency:
    """What may be missing of a payment: cash discounts, days of grace for them, and a little that is written off.

    `reduces_tax` says whether a cash discount lowers the tax of the document by its share.
    """

    takes_discount: bool = True
    grace_days: int = 0
    tolerance: Decimal = ZERO
    reduces_tax: bool = True


#: Nothing may be missing that is not named.
STRICT = Leniency(takes_discount=False)


@dataclass(frozen=True, slots=True)
class Item:
    """An open item as matching sees it: signed amount and balance, + owed by the party; `tax` is within the amount.

    `discounted` is the cash discount that was taken of it before, `discount_tax` the tax within.
    """

    id: int
    party_id: int
    kind: str
    document_kind: str
    document_id: int
    number: str
    thread_id: int | None
    due_on: date
    currency: str
    amount: Decimal
    balance: Decimal
    discount_percent: Decimal
    discount_until: date | None
    disputed: bool
    tax: Decimal = ZERO
    discounted: Decimal = ZERO
    discount_tax: Decimal = ZERO

    def discount_on(self, day: date, lenient: Leniency) -> Decimal:
        """Give the most cash discount for what is paid on a day."""
        if self.discount_until is None or day > self.discount_until + timedelta(lenient.grace_days):
            return ZERO
        return self.offered()

    def offered(self) -> Decimal:
        """Give the whole cash discount of its terms."""
        return rounded(self.amount * self.discount_percent / 100, CENT)


class Discounts:
    """The cash discounts of a set, part by part: what is left to take of each item, and the tax within the next part.

    Parts are set against what was taken before the set and within it, so that a set equals its parts: together they
    come to no more than the terms offer, and to the tax that the whole would have.
    """

    def __init__(self) -> None:
        self._taken: dict[int, tuple[Decimal, Decimal]] = {}

    def left(self, item: Item) -> Decimal:
        """Give what of the discount of an item was not taken yet, whatever the day."""
        before, _ = self._taken.get(item.id, (item.discounted, item.discount_tax))
        return item.offered() - before

    def take(self, item: Item, discount: Decimal, lenient: Leniency) -> Decimal:
        """Take a part and give the tax within: its share of the document's, less what was taken, or none by law."""
        before, taken = self._taken.get(item.id, (item.discounted, item.discount_tax))
        tax = ZERO
        if discount and lenient.reduces_tax:
            whole = rounded(item.tax * (before + discount) / item.amount, CENT)
            tax = max(ZERO, min(whole - taken, discount))
        self._taken[item.id] = (before + discount, taken + tax)
        return tax


@dataclass(frozen=True, slots=True)
class Against:
    """What of a payment settles an open item: an amount, the cash discount beside it, and what is written off."""

    open_item_id: int
    amount: Decimal
    discount: Decimal = ZERO
    written_off: Decimal = ZERO

    @property
    def settled(self) -> Decimal:
        """What the item falls by."""
        return self.amount + self.discount + self.written_off


@dataclass(frozen=True, slots=True)
class PaymentInput:
    """Money received from a party.

    `matches` says what it settles: an empty tuple leaves it on account, None matches it automatically (see `plan`).
    """

    party_id: int
    amount: Decimal
    on_date: date
    bank_reference: str = ""
    currency: str = ""
    matches: tuple[Against | tuple[int, Decimal], ...] | None = None

    def named(self) -> tuple[Against, ...]:
        """Give the matches that were named, in one form."""
        return tuple(match if isinstance(match, Against) else Against(*match) for match in self.matches or ())


@dataclass(frozen=True, slots=True)
class MatchInput:
    """A credit item (credit note, payment) to set against a debit item; no amount means as much as fits."""

    debit_item_id: int
    credit_item_id: int
    amount: Decimal | None = None
    discount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Matched:
    """A match that was decided: the debit item falls by all of it, the credit item by the amount.

    `tax` is what of the discount is tax.
    """

    debit_item_id: int
    credit_item_id: int
    amount: Decimal
    discount: Decimal
    written_off: Decimal = ZERO
    tax: Decimal = ZERO


Plan = dict[int, tuple[Against, ...] | DomainError]


def plan(
    payments: Sequence[PaymentInput], items: Mapping[int, Item], leniencies: Mapping[int, Leniency] | None = None
) -> Plan:
    """Say for each payment, by its place, what it settles, or why it cannot be registered as asked.

    Named matches come first, whatever their place. Automatic ones settle the one undisputed item whose balance the
    payment meets exactly (the oldest due of several); else the one that it meets less the cash discount, and after
    that less what may be missing; else all items less their discounts where the payment is that sum; else undisputed
    items from the oldest due on, the last one in part. What is left stays on account.
    """
    left = {item.id: item.balance for item in items.values()}
    by_party: dict[int, list[Item]] = {}
    for item in sorted(items.values(), key=lambda item: (item.due_on, item.id)):
        if item.balance > 0 and not item.disputed:
            by_party.setdefault(item.party_id, []).append(item)
    decided: Plan = {}
    discounts = Discounts()
    for place in sorted(range(len(payments)), key=lambda place: payments[place].matches is None):
        payment = payments[place]
        lenient = (leniencies or {}).get(payment.party_id, STRICT)
        try:
            check_payment(payment)
            if payment.matches is None:
                settles = _automatic(payment, by_party.get(payment.party_id, ()), left, lenient)
            else:
                settles = _named(payment, items, left, lenient, discounts)
        except DomainError as error:
            decided[place] = error
            continue
        for match in settles:
            left[match.open_item_id] -= match.settled
            discounts.take(items[match.open_item_id], match.discount, lenient)
        decided[place] = settles
    return decided


def check_payment(payment: PaymentInput) -> None:
    """Refuse a payment of nothing or of fractions of a cent."""
    check_money(payment.amount, "amount")
    if len(payment.bank_reference) > 140:
        raise InvalidInput(
            "too_long",
            f"The bank reference has {len(payment.bank_reference)} characters; shorten it to 140.",
            field="bank_reference",
        )


def check_money(amount: Decimal, field: str) -> None:
    """Refuse an amount that is not above zero, or is finer than a cent or too large to be stored."""
    if not amount.is_finite() or not 0 < amount < 10**17 or amount != rounded(amount):
        raise InvalidInput(
            "amount_invalid",
            f"{amount} in {field} must be above 0, with at most two decimals.",
            field=field,
        )


def decide(
    asked: MatchInput,
    items: Mapping[int, Item],
    left: dict[int, Decimal],
    on: date,
    lenient: Leniency = STRICT,
    discounts: Discounts | None = None,
) -> Matched:
    """Check one match between two items and take it off what is left of them and of the discount."""
    discounts = discounts or Discounts()
    debit = _find(asked.debit_item_id, items)
    credit = _find(asked.credit_item_id, items)
    if debit.party_id != credit.party_id:
        raise RuleViolation(
            "other_party",
            f"{credit.number} belongs to another party than {debit.number}; match items of one party.",
            items=[debit.id, credit.id],
        )
    if debit.amount <= 0 or credit.amount >= 0:
        raise RuleViolation(
            "wrong_side",
            f"{debit.number} must be owed by the party and {credit.number} owed to it; name them the other way round.",
            items=[debit.id, credit.id],
        )
    fits = min(left[debit.id] - asked.discount, -left[credit.id])
    amount = fits if asked.amount is None else asked.amount
    if asked.amount is None and fits <= 0:
        raise RuleViolation(
            "nothing_left", f"Nothing is left to match between {debit.number} and {credit.number}.", fits=fits
        )
    check_money(amount, "amount")
    _check_room(debit, amount + asked.discount, left)
    _check_discount(debit, asked.discount, on, lenient, discounts)
    if amount > -left[credit.id]:
        raise RuleViolation(
            "too_much",
            f"{amount} is more than the {-left[credit.id]} left of {credit.number}; lower the amount.",
            left=-left[credit.id],
        )
    left[debit.id] -= amount + asked.discount
    left[credit.id] += amount
    tax = discounts.take(debit, asked.discount, lenient)
    return Matched(debit.id, credit.id, amount, asked.discount, tax=tax)


def _automatic(
    payment: PaymentInput, items: Iterable[Item], left: Mapping[int, Decimal], lenient: Leniency
) -> tuple[Against, ...]:
    open_items = [item for item in items if left[item.id] > 0]
    for item in open_items:
        if left[item.id] == payment.amount:
            return (Against(item.id, payment.amount),)
    short = _short(payment, open_items, left, lenient)
    if short:
        return short
    settles = []
    money = payment.amount
    for item in open_items:
        if money <= 0:
            break
        amount = min(money, left[item.id])
        settles.append(Against(item.id, amount))
        money -= amount
    return tuple(settles)


def _short(
    payment: PaymentInput, open_items: Sequence[Item], left: Mapping[int, Decimal], lenient: Leniency
) -> tuple[Against, ...]:
    """Settle what the payment falls short of by no more than discounts and tolerance; nothing where it is neither.

    Only an item of which nothing is settled yet gets its discount by itself.
    """
    offered = {
        item.id: item.discount_on(payment.on_date, lenient)
        if lenient.takes_discount and left[item.id] == item.amount
        else ZERO
        for item in open_items
    }
    missing = {item.id: left[item.id] - payment.amount for item in open_items}
    near = [item.id for item in open_items if 0 < missing[item.id] <= offered[item.id] + lenient.tolerance]
    if near:
        number = min(near, key=lambda number: missing[number] != offered[number])
        discount = min(missing[number], offered[number])
        return (Against(number, payment.amount, discount, missing[number] - discount),)
    if any(offered.values()) and payment.amount == sum((left[n] - discount for n, discount in offered.items()), ZERO):
        return tuple(Against(number, left[number] - discount, discount) for number, discount in offered.items())
    return ()


def _named(
    payment: PaymentInput,
    items: Mapping[int, Item],
    left: Mapping[int, Decimal],
    lenient: Leniency,
    discounts: Discounts,
) -> tuple[Against, ...]:
    settles = payment.named()
    if len({match.open_item_id for match in settles}) != len(settles):
        raise InvalidInput("twice", "An open item stands twice in matches; name it once with the sum.", field="matches")
    for match in settles:
        item = _find(match.open_item_id, items)
        if item.party_id != payment.party_id:
            raise RuleViolation(
                "other_party",
                f"{item.number} belongs to party {item.party_id}, not to {payment.party_id}; leave it out of matches.",
                item=item.id,
            )
        check_money(match.amount, "matches")
        _check_room(item, match.settled, left)
        _check_discount(item, match.discount, payment.on_date, lenient, discounts)
        _check_written_off(item, match.written_off, lenient)
    total = sum((match.amount for match in settles), ZERO)
    if total > payment.amount:
        raise RuleViolation(
            "too_much",
            f"The matches sum to {total}, the payment is {payment.amount}; lower the matches.",
            matched=total,
        )
    return settles


def _find(number: int, items: Mapping[int, Item]) -> Item:
    if number not in items:
        raise NotFound("open_item_unknown", f"There is no open item {number} in this company.", item=number)
    return items[number]


def _check_room(item: Item, settled: Decimal, left: Mapping[int, Decimal]) -> None:
    if settled > left[item.id]:
        raise RuleViolation(
            "too_much",
            f"{settled} is more than the {left[item.id]} left of {item.number}; lower the amount in matches.",
            item=item.id,
            left=left[item.id],
        )


def _check_written_off(item: Item, written_off: Decimal, lenient: Leniency) -> None:
    if not written_off:
        return
    check_money(written_off, "written_off")
    if written_off > lenient.tolerance:
        raise RuleViolation(
            "written_off_too_high",
            f"{written_off} of {item.number} is more than the {lenient.tolerance} that may be written off with a "
            "payment; leave it open, or change policy settlement.paying_short.",
            item=item.id,
            most=lenient.tolerance,
        )


def _check_discount(item: Item, discount: Decimal, on: date, lenient: Leniency, discounts: Discounts) -> None:
    if not discount:
        return
    check_money(discount, "discount")
    if item.discount_until is None or on > item.discount_until + timedelta(lenient.grace_days):
        ended = f"ended on {item.discount_until}" if item.discount_until else "was never offered"
        raise RuleViolation(
            "discount_late", f"A cash discount on {item.number} {ended}; register it without discount.", item=item.id
        )
    most = discounts.left(item)
    if discount > most:
        raise RuleViolation(
            "discount_too_high",
            f"{discount} is more than the cash discount of {most} that is left on {item.number}; lower the discount.",
            item=item.id,
            most=most,
        )
