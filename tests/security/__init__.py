"""Safety: who gets in, what each may open and do, and that no company reaches another one's rows."""
