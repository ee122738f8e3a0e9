"""What may be permitted in documents, in plain words."""

NOTE = "documents.note.write"
LABELS = {NOTE: "Write notes on records, mention people, attach files"}
