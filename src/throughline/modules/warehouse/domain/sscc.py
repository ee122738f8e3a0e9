"""Serial shipping container codes (GS1 General Specifications 3.2): 18 digits with a check digit."""

EXTENSION = 3
COMPANY_PREFIX = "9521234"


def sscc(serial: int, prefix: str = COMPANY_PREFIX) -> str:
    """Give the code of a serial number: extension digit, company prefix, serial, check digit."""
    body = f"{EXTENSION}{prefix}{serial:0{16 - len(prefix)}d}"
    assert len(body) == 17, "the serial number is too long for the prefix"
    return body + str(check_digit(body))


def check_digit(body: str) -> int:
    """Compute the GS1 modulo-10 check digit: weights 3 and 1 from the right."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return -total % 10
