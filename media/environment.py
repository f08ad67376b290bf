"""What a child process is told of the environment: all but the newsroom's secrets and what opens stores."""

from __future__ import annotations

import os

CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Where systemd puts secrets that it has opened for a unit."""
STORES = ("AWS_", "AZURE_", "GOOGLE_", "FSSPEC_")
"""How names begin by which the libraries of stores find their credentials."""
SECRETS = ("MURAGAT_REDACTION_KEY", "MURAGAT_OTHER_REDACTION_KEY", "MURAGAT_OIDC_CLIENT_SECRET")
"""Nobody needs them to recognise speech; a child works on files and weights from outside."""


def for_children(**settings: str) -> dict[str, str]:
    """Return the environment of a child, with some settings of its own."""
    kept_back = {*SECRETS, CREDENTIALS}
    told = {name: value for name, value in os.environ.items() if name not in kept_back and not name.startswith(STORES)}
    return told | settings
