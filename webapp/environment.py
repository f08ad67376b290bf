"""Which settings of the environment there are: a name that is none of them is a slip of the pen, and is refused."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from pathlib import Path

from media.environment import CREDENTIALS, SECRETS
from webapp.errors import BadSettings

PREFIX = "MURAGAT_"
KNOWN = frozenset(
    {
        "MURAGAT_ARCHIVE",
        "MURAGAT_EDITION",
        "MURAGAT_STORE",
        "MURAGAT_REDACTION_KEY",
        "MURAGAT_OTHER_REDACTION_KEY",
        "MURAGAT_NEWSROOM_ADDRESS",
        "MURAGAT_OIDC_ISSUER",
        "MURAGAT_OIDC_CLIENT_ID",
        "MURAGAT_OIDC_CLIENT_SECRET",
        "MURAGAT_OIDC_NAME",
        "MURAGAT_OIDC_HOSTS",
        "MURAGAT_BREACHED_PASSWORDS",
        "MURAGAT_SCHEDULER",
        "MURAGAT_CLUSTER_CERTS",
        # Read by the tests alone.
        "MURAGAT_TEST_DATA",
        "MURAGAT_SCHEMAS",
    }
)
"""docs/settings.md says what each does."""


def take_credentials(environment: MutableMapping[str, str]) -> None:
    """Set those secrets that the environment lacks and systemd has given as a credential of the same name.

    :raises BadSettings: one is there and cannot be read.
    """
    if directory := environment.get(CREDENTIALS):
        for name in SECRETS:
            try:
                environment.setdefault(name, (Path(directory) / name).read_text().strip())
            except FileNotFoundError:
                continue
            except (OSError, UnicodeDecodeError) as error:
                raise BadSettings(f"The credential {name} in {directory} cannot be read; make it anew.") from error


def refuse_unknown(environment: Mapping[str, str]) -> None:
    """:raises BadSettings: a variable begins as ours do and is none of them."""
    unknown = sorted(name for name in environment if name.startswith(PREFIX) and name not in KNOWN)
    if unknown:
        raise BadSettings(f"{unknown[0]} is no setting of muragat; correct its name or take it out: docs/settings.md.")
