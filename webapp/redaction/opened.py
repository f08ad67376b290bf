"""What is kept back of a programme, read with the key of the environment."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.redaction.records import Redactions, SealedRow
from webapp.redaction.rows import unseal
from webapp.redaction.vault import Vault

NOTHING = Redactions((), (), {}, b"")


def opened(rows: Sequence[SealedRow]) -> Redactions:
    """Return what rows say; nothing, and without any key, where there are none.

    :raises NoRedactionKey: the environment has no key.
    :raises WrongRedactionKey: it has others than those that the rows were sealed with.
    """
    return unseal(rows, Vault.from_environment()) if rows else NOTHING
