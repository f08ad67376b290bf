"""How well linking works, beside BM25 and plain e5 in the same run (LINKING benchmark T1–T6)."""
