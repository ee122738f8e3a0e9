"""What integrations let people do, in plain words."""

READ = "integrations.import.read"
RUN = "integrations.import.run"
NAMES = "integrations.name.read"
NAME = "integrations.name.change"

LABELS = {
    NAMES: "See how other systems call records, and find records by it",
    NAME: "Say how other systems call records",
    READ: "See imports and what came of their rows",
    RUN: "Import files; what is written needs the permissions and duties of its own operations too",
}
