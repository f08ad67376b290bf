"""What can go wrong in a measurement."""

from __future__ import annotations

from webapp.errors import WebappError


class BenchFailed(WebappError):
    """A server or browser of the measurement does not start, or answers what it should not."""
