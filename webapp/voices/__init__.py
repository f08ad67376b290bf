"""Whose voices are known again: what people decide about it, each decision a row and in the audit."""
