"""Is what a check passed still what would go out? Its sound may have been lost, or made otherwise, since."""

from __future__ import annotations

from media.archive import Archive
from media.masked import find_masked
from webapp.gate.kept_back import KeptBack
from webapp.gate.records import Check
from webapp.review import Content


def holds(archive: Archive, content: Content, guard: KeptBack, check: Check | None) -> bool:
    """Return whether a check has passed, and the very sound that it heard is there and whole."""
    return check is not None and check.has_passed and check.sound_sha256 == _sound_sha256(archive, content, guard)


def _sound_sha256(archive: Archive, content: Content, guard: KeptBack) -> str | None:
    if content.recording is None:
        return None
    if not guard.covers:
        return content.recording.access_sha256
    found = find_masked(archive, content.recording, guard.covers)
    return found.sha256 if found else ""  # No check has heard nothing where there is a sound.
