"""What integrations let people do, in plain words."""

READ = "integrations.import.read"
RUN = "integrations.import.run"

LABELS = {
    READ: "See imports and what came of their rows",
    RUN: "Import files; what is written needs the permissions and duties of its own operations too",
}
