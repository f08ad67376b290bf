"""What can go wrong with a file that comes in pieces."""

from __future__ import annotations

from webapp.errors import WebappError


class UploadError(WebappError):
    """Root of this room's errors; whatever is refused changes nothing."""


class BadUpload(UploadError):
    """What is said of an upload is not as the protocol wants it."""


class UnknownUpload(UploadError):
    """There is none of this id, it is somebody else's, or it has expired: nobody can tell which."""


class UploadTooLarge(UploadError):
    """It is larger than a recording may be, or a piece reaches past its end."""


class TooManyUploads(UploadError):
    """Somebody has as many unfinished or unused uploads as one may have."""


class WrongOffset(UploadError):
    """A piece does not begin where what has arrived ends."""


class UploadBusy(UploadError):
    """Another piece of the same upload is just being stored."""


class ChecksumMismatch(UploadError):
    """A piece is not the bytes that its sender hashed."""


class UploadNotWhole(UploadError):
    """Not all of it has arrived."""


class UnknownProtocol(UploadError):
    """The request speaks no tus, or another version."""
