"""The thinking of documents, as pure functions over plain values."""
