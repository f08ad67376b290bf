"""Dates and times as the formats want them. The edition's dates are texts, checked when somebody typed them."""

from __future__ import annotations

from datetime import UTC, datetime, time

from webapp.public.citing.reference import whole_date


def at_midnight(text: str | None) -> datetime | None:
    """Return the date's first moment in UTC, ``None`` for what is not a date."""
    day = whole_date(text)
    return datetime.combine(day, time(), UTC) if day else None


def whole_seconds(moment: str) -> datetime:
    """Return an RFC 3339 time of the edition in UTC, without fractions: what OAI-PMH and HTTP count in."""
    return datetime.fromisoformat(moment).astimezone(UTC).replace(microsecond=0)


def iso_duration(duration_ms: int) -> str:
    """Return ISO 8601: ``PT130.5S``."""
    return f"PT{duration_ms / 1000:.3f}".rstrip("0").rstrip(".") + "S"
