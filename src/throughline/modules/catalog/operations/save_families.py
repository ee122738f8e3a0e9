"""Making and changing families of items."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.kernel.letters import capitals
from throughline.modules.catalog.domain.inputs import check_text
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, Outcomes, masters, operation
from throughline.platform.operations.masters import Known

KIND, TABLE = "catalog.family", "catalog_family"


@dataclass(frozen=True, slots=True)
class FamilyInput:
    """A family as it should be, named by its code; the parent by its own.

    `version` refuses a change of what was changed meanwhile; 0 says that there is none yet.
    """

    code: str
    name: str
    parent: str = ""
    version: int | None = None


@operation("catalog.save_families", permission="catalog.family.change", duty=Duty.MASTER_DATA)
def save_families(ctx: Ctx, *, families: Sequence[FamilyInput]) -> Outcomes:
    """Make the families that are new and change those that are known, by code; a parent may come in the same set."""
    judged = masters.judge(families, _check, lambda given: given.code)
    masters.refuse_overtaken(judged, KIND, masters.known(TABLE, [given.code for given in judged.kept]))
    known = _tree()
    proposed = known | {capitals(given.code): capitals(given.parent) for given in judged.passed.values()}
    for place, given in list(judged.passed.items()):
        if given.parent and capitals(given.parent) not in proposed:
            error = NotFound("family_unknown", f"There is no family “{given.parent}” to be the parent; save it first.")
            judged.refuse(place, error)
        elif _circular(proposed, capitals(given.code)):
            loop = InvalidInput(
                "family_circular",
                f"Family {given.code} would stand below itself; choose another parent than {given.parent}.",
                field="parent",
            )
            judged.refuse(place, loop)
    return masters.done(ctx, judged, KIND, _write(judged.kept))


def _check(given: FamilyInput) -> None:
    check_text(given.code, "code", 30)
    check_text(given.name, "name", 200)


def _tree() -> dict[str, str]:
    """Give the parent of every family by code in capitals; families are few."""
    return dict(
        rows(
            """SELECT upper(f.code), coalesce(upper(p.code), '')
               FROM catalog_family f LEFT JOIN catalog_family p ON p.id = f.parent_id"""
        )
    )


def _circular(parents: dict[str, str], code: str) -> bool:
    seen = {code}
    above = parents.get(code, "")
    while above:
        if above in seen:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False


def _write(kept: Sequence[FamilyInput]) -> dict[str, Known]:
    if not kept:
        return {}
    codes = [given.code for given in kept]
    execute(
        """INSERT INTO catalog_family AS f (code, name, version)
           SELECT u.*, 1 FROM unnest(%s::text[], %s::text[]) AS u ORDER BY 1
           ON CONFLICT (upper(code) COLLATE "C") DO UPDATE SET name = excluded.name, version = f.version + 1""",
        [codes, [given.name for given in kept]],
    )
    execute(
        """UPDATE catalog_family f SET parent_id = p.id
           FROM unnest(%s::text[], %s::text[]) AS u(code, parent)
           LEFT JOIN catalog_family p ON upper(p.code) COLLATE "C" = upper(u.parent) COLLATE "C"
           WHERE upper(f.code) COLLATE "C" = upper(u.code) COLLATE "C" AND f.parent_id IS DISTINCT FROM p.id""",
        [codes, [given.parent for given in kept]],
    )
    return masters.known(TABLE, codes)
