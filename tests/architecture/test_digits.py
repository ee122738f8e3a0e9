"""Numbers from outside are told from texts that only look like them."""

from tests.architecture.sources import sources


def test_digits_are_asked_for_by_the_one_that_means_ids() -> None:
    """`"²".isdigit()` is true and `int("²")` fails: ids from outside are read by `kernel.digits.is_id`."""
    loose = [
        f"{source.path}:{number}"
        for source in sources()
        for number, line in enumerate(source.path.read_text().splitlines(), 1)
        if ".isdigit()" in line and "isascii" not in line and ".replace(" not in line
    ]
    assert loose == []
