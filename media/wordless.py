"""What may be written of a failure into a log or a job: where it was and of which class it is, and nothing it quotes.

The text of an error is made of what was worked on: a file's name, a word of a transcript, a term of the glossary, a row
of the database. Logs are read, shipped and kept by people who may see no programme.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime

import msgspec

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The request that is being answered: a random number."""
TRACE_LINE = re.compile(r'Fatal Python error: [\w ]+|Thread 0x[0-9a-f]+.*|\s*File "[^"]*", line \d+.*')
ERROR_LINE = re.compile(r"([A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Warning))(?::|$)")


def place_of(error: BaseException) -> str:
    """Return ``RuntimeError at model.py:12``."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" at {last[0].filename.rpartition('/')[2]}:{last[0].lineno}" if last else ""
    return f"{type(error).__name__}{where}"


def trace_of(error: BaseException) -> str:
    """Return the traceback of an error and of what led to it, each named by its class alone."""
    return "".join(reversed(list(_traces(error)))).rstrip("\n")


def wordless(printed: str) -> str:
    """Return of what another program has printed only what tells where it failed: lines of tracebacks, and classes."""
    lines = printed.splitlines()
    kept = [line for line in lines if TRACE_LINE.fullmatch(line)]
    return "\n".join((*kept, *(match[1] for line in lines if (match := ERROR_LINE.match(line)))))


class LogLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a log, as JSON."""

    at: str
    """RFC 3339, in UTC."""
    level: str
    logger: str
    message: str
    request: str = ""
    """Of which request of a site it tells: the answer has the same as ``X-Request-Id`` where it failed."""
    trace: str = ""
    """As `trace_of` has it."""


class WordlessFormatter(logging.Formatter):
    """Writes a `LogLine` a record: tracebacks without the texts of errors."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        error = record.exc_info[1] if record.exc_info else None
        line = LogLine(
            at=datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            level=record.levelname,
            logger=record.name,
            message=record.getMessage(),
            request=REQUEST.get(),
            trace=trace_of(error) if error else "",
        )
        return msgspec.json.encode(line).decode()


def log_to_standard_error(level: int) -> None:
    """Let all that this process logs, from a level on, be written without the texts of errors."""
    handler = logging.StreamHandler()
    handler.setFormatter(WordlessFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _traces(error: BaseException) -> Iterator[str]:
    """Yield the last error first."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following and id(following) not in seen:
        seen.add(id(following))
        name = type(following)
        frames = "".join(traceback.format_tb(following.__traceback__))
        yield f"Traceback (most recent call last):\n{frames}{name.__module__}.{name.__qualname__}\n\n"
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
