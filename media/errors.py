"""What can go wrong with files and sound, each said in one sentence that tells what to do."""

from __future__ import annotations

NO_ROOM = "The disk of the archive is full; make room, then do the same again."


class MuragatError(Exception):
    """Root of every error that a user may see; its text is one sentence that says what to do.

    ``exit_code`` is what the command line returns: 1 the work failed, 2 wrong usage.
    """

    exit_code = 1


class MediaError(MuragatError):
    """Root of this package's errors."""


class NotAnArchive(MediaError):
    """The directory holds no archive, or a newer one than this program knows."""


class UnknownProgramme(MediaError):
    """No programme has this id."""


class UnknownFact(MediaError):
    """A fact's name is not one of `media.records.FACTS`, or its value does not fit."""

    exit_code = 2


class FactTooLong(UnknownFact):
    """A title, or another fact that stands in lists and over pages, is too long to stand there."""


class UnknownLanguage(MediaError):
    """The language is not a BCP 47 tag."""

    exit_code = 2


class UnreadableFile(MediaError):
    """A file is missing, may not be read, or is not the text it should be."""


class UnreadableSound(MediaError):
    """The file has no sound that can be decoded: empty, truncated at once, renamed, a playlist, video alone."""


class DecoderFailed(MediaError):
    """The sandboxed decoder died or broke a limit; the original is kept as it was."""


class DuplicateRecording(MediaError):
    """The same bytes are already in the archive; ``programme_id`` says where."""

    def __init__(self, message: str, programme_id: str) -> None:
        super().__init__(message)
        self.programme_id = programme_id


class StorageFull(MediaError):
    """The disk has no room; nothing was stored."""


class FixityError(MediaError):
    """An original is missing or no longer the bytes that were taken in; it must come back from a backup."""
