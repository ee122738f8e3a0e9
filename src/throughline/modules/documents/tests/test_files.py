import hashlib
from dataclasses import replace

import pytest
from psycopg import errors
from tests.company import new_company

from throughline.kernel.errors import InvalidInput, NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.documents.public import NewFile, file, files_of
from throughline.modules.documents.testing import keep
from throughline.platform.database.statements import execute, observed
from throughline.platform.operations import Ctx, operation, reading

INVOICE = DocumentRef("billing.invoice", 41)
PDF = NewFile("RE-1.pdf", "application/pdf", b"%PDF-1.7 \x00 content", INVOICE, "pdf")


@operation("documents_tests.tamper", permission="documents.test")
def tamper(ctx: Ctx, *, number: int) -> None:
    """Try to change a kept file."""
    execute("UPDATE documents_stored_file SET name = 'x' WHERE id = %s", [number])


def test_a_file_is_kept_as_it_is(ctx: Ctx) -> None:
    (number,) = keep(ctx, files=[PDF])
    with reading(ctx):
        known = file(ctx, number)
        (linked,) = files_of(ctx, "billing.invoice", 41)
    assert (known.content, known.size) == (PDF.content, len(PDF.content))
    assert known.digest == hashlib.sha256(PDF.content).hexdigest()
    assert (linked.id, linked.role, linked.subject_id, linked.name) == (number, "pdf", 41, "RE-1.pdf")


def test_the_same_file_is_kept_once_and_linked_as_often_as_needed(ctx: Ctx) -> None:
    other = replace(PDF, subject=DocumentRef("billing.invoice", 42))
    numbers = keep(ctx, files=[PDF, other, replace(PDF, content=b"other"), PDF])
    again = keep(ctx, files=[PDF])
    assert numbers[0] == numbers[1] == numbers[3] == again[0] != numbers[2]
    with reading(ctx):
        assert [(info.subject_id, info.id) for info in files_of(ctx, "billing.invoice", [41, 42])] == [
            (41, numbers[0]),
            (41, numbers[2]),
            (42, numbers[0]),
        ]


def test_storing_takes_the_same_statements_for_one_and_for_many(ctx: Ctx) -> None:
    def statements(number: int) -> int:
        seen: list[str] = []
        with observed(seen.append):
            keep(ctx, files=[replace(PDF, content=bytes([n])) for n in range(number)])
        return len(seen)

    assert statements(1) == statements(50)


@pytest.mark.parametrize(
    "bad",
    [replace(PDF, name="a/b.pdf"), replace(PDF, name=""), replace(PDF, content_type="pdf")],
)
def test_a_file_that_cannot_be_kept_is_refused_with_all_others(ctx: Ctx, bad: NewFile) -> None:
    with pytest.raises(InvalidInput):
        keep(ctx, files=[PDF, bad])
    with reading(ctx):
        assert files_of(ctx, "billing.invoice", 41) == []


def test_a_kept_file_is_never_changed(ctx: Ctx) -> None:
    (number,) = keep(ctx, files=[PDF])
    with pytest.raises(errors.InsufficientPrivilege):
        tamper(ctx, number=number)


def test_files_of_another_company_are_not_there(ctx: Ctx) -> None:
    (number,) = keep(ctx, files=[PDF])
    stranger = new_company()
    with reading(stranger):
        assert files_of(stranger, "billing.invoice", 41) == []
        with pytest.raises(NotFound):
            file(stranger, number)
