"""What must be true before an installation may be used in earnest: facts, what is judged of them, and the remedy."""
