"""What can go wrong with feeds and the addresses that they name."""

from __future__ import annotations

from webapp.errors import WebappError


class FeedError(WebappError):
    """Root of this room's errors."""


class BadAddress(FeedError):
    """An address is none that may be asked: not http or https, not of the public network, or with a password in it."""

    exit_code = 2


class Unreachable(FeedError):
    """A server does not answer, or not as it should; later it may."""


class NotThere(Unreachable):
    """A server says that it does not give this: asking again at once is of no use."""


class TooMuch(FeedError):
    """An answer is larger, or takes longer, than is waited for."""


class NotAFeed(FeedError):
    """What lies there is no feed that can be read."""


class UnknownFeed(FeedError):
    """There is no such feed."""


class FeedExists(FeedError):
    """The feed is here already."""


class FeedBusy(FeedError):
    """Another process is just asking this feed."""


class NotAllBrought(FeedError):
    """Some of what was asked for could not be had; which, and why, was said."""
