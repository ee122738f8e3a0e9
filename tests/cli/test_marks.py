"""A start skips only what really is unchanged."""

from pathlib import Path

from throughline.cli.marks import Marks, listing, migrations


def test_a_mark_is_kept_in_the_data_folder(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "data")
    assert not marks.same("migrations", "one")
    marks.remember("migrations", "one")
    assert Marks(tmp_path / "data").same("migrations", "one")
    assert not marks.same("migrations", "two")


def test_a_listing_notices_new_changed_and_removed_files(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    before = listing([tmp_path])
    assert listing([tmp_path]) == before
    (tmp_path / "b.css").write_text("b")
    more = listing([tmp_path])
    (tmp_path / "b.css").write_text("bb")
    changed = listing([tmp_path])
    (tmp_path / "b.css").unlink()
    assert len({before, more, changed}) == 3
    assert listing([tmp_path]) == before


def test_migrations_have_a_stable_fingerprint() -> None:
    assert migrations() == migrations()
