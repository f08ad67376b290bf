"""A path as somebody typed it."""

from __future__ import annotations

from pathlib import Path

from transcribe.errors import WeightsMissing


def typed_path(text: str) -> Path:
    """Return the path that is meant, with ``~`` and ``~NAME`` as the homes they stand for.

    :raises WeightsMissing: there is no user of this name.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise WeightsMissing(
            f"“{text}” begins with the home of a user who is not on this machine; give the whole path of a model."
        ) from error
