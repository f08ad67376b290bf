"""What can go wrong between a person and the archive."""

from __future__ import annotations

from media.errors import MuragatError


class WebappError(MuragatError):
    """Root of this package's errors."""


class UnknownUser(WebappError):
    """No active account has this name."""


class UserExists(WebappError):
    """An account has this name already."""


class WeakPassword(WebappError):
    """The password is too short, or the name itself."""

    exit_code = 2


class NotAllowed(WebappError):
    """The account's role does not allow this, or it would check its own work."""


class NotApproved(WebappError):
    """Nothing is published that was not approved as it stands now."""


class NothingToPublish(WebappError):
    """The programme has neither a summary nor a transcript."""


class SoundNotReady(WebappError):
    """The access copy of a recording is not made yet, or is not what was made."""


class NotPublished(WebappError):
    """The programme is not in the public edition."""


class NoEdition(WebappError):
    """There is no public edition at this place yet."""


class PortTaken(WebappError):
    """The address cannot be listened on."""
