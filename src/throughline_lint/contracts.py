"""Contracts that import-linter does not bring.

Its `protected` type names importers one by one; it cannot say "only my own module may enter".
"""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class ModuleDoors(Contract):
    """Imports that cross a module's border must land on one of its doors."""

    type_name = "module_doors"

    container = fields.StringField()
    doors = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect every import that enters a module elsewhere than by a door."""
        offences = [
            (importer, imported)
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._enters(importer, imported)
        ]
        return ContractCheck(kept=not offences, metadata={"offences": offences})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each offence and what to import instead."""
        offences: list[tuple[str, str]] = check.metadata["offences"]
        for importer, imported in offences:
            doors: Any = self.doors
            output.print_error(f"{importer} -> {imported} (use {', '.join(doors)})")

    def _enters(self, importer: str, imported: str) -> bool:
        home = self._home(imported)
        if not imported.startswith(f"{self.container}.") or self._home(importer) == home:
            return False
        doors: Any = self.doors
        return imported.removeprefix(f"{home}.").split(".")[0] not in doors

    def _home(self, dotted: str) -> str:
        """Give the module that a name lies in: `...modules.sales.ui.views` -> `...modules.sales`."""
        depth = str(self.container).count(".") + 2
        return ".".join(dotted.split(".")[:depth])
