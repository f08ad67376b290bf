"""What a file is called on the disk of whoever takes it along."""

from __future__ import annotations

from anyascii import anyascii

from webapp.edition.records import EditionDocument

NAME_CHARACTERS = 60


def file_stem(document: EditionDocument) -> str:
    """Return ``saxaul-on-the-sea-bed-v1.kk``: plain letters for any disk, and the language as players look for it."""
    letters = "".join(c if c.isalnum() else " " for c in anyascii(document.facts.title).lower())
    slug = "-".join(letters.split())[:NAME_CHARACTERS].strip("-") or document.facts.programme_id
    return f"{slug}-v{document.version}.{document.facts.language}"
