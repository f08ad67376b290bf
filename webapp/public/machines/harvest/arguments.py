"""What a harvester asks for, checked by the protocol's rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from webapp.public.machines.harvest.errors import ErrorCode, HarvestError


class Verb(StrEnum):
    IDENTIFY = "Identify"
    FORMATS = "ListMetadataFormats"
    SETS = "ListSets"
    RECORD = "GetRecord"
    IDENTIFIERS = "ListIdentifiers"
    RECORDS = "ListRecords"


ALLOWED: Mapping[Verb, frozenset[str]] = {
    Verb.IDENTIFY: frozenset(),
    Verb.FORMATS: frozenset({"identifier"}),
    Verb.SETS: frozenset({"resumptionToken"}),
    Verb.RECORD: frozenset({"identifier", "metadataPrefix"}),
    Verb.IDENTIFIERS: frozenset({"from", "until", "metadataPrefix", "set", "resumptionToken"}),
    Verb.RECORDS: frozenset({"from", "until", "metadataPrefix", "set", "resumptionToken"}),
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NAME = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")
"""Of a format or a set."""
SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Arguments:
    """A well-formed request: a verb and what goes with it."""

    verb: Verb
    values: Mapping[str, str]

    def required(self, name: str) -> str:
        """Return an argument.

        :raises HarvestError: it is not there (badArgument).
        """
        if name not in self.values:
            raise HarvestError(ErrorCode.BAD_ARGUMENT, f"{self.verb} needs the argument {name}.")
        return self.values[name]


def parse(given: MultiDict[str, str]) -> Arguments:
    """Return what is asked for.

    :raises HarvestError: the verb is missing, unknown or repeated (badVerb), or an argument is unknown, repeated or
        beside a resumption token (badArgument).
    """
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in {verb.value for verb in Verb}:
        raise HarvestError(ErrorCode.BAD_VERB, f"The argument verb must be one of {', '.join(Verb)}, once.")
    verb = Verb(verbs[0])
    names = [name for name in given if name != "verb"]
    for name in names:
        if name not in ALLOWED[verb] or len(given.getlist(name)) != 1:
            raise HarvestError(ErrorCode.BAD_ARGUMENT, f"{verb} takes no such argument, or takes it only once.")
    if not all(NAME.fullmatch(given[name]) for name in names if name in {"metadataPrefix", "set"}):
        raise HarvestError(ErrorCode.BAD_ARGUMENT, "Names of formats and sets have no such letters.")
    if "resumptionToken" in names and len(names) > 1:
        raise HarvestError(ErrorCode.BAD_ARGUMENT, "A resumption token must be the only argument.")
    return Arguments(verb, {name: given[name] for name in names})


@dataclass(frozen=True, slots=True)
class Period:
    """From one moment up to before another, as the edition writes moments; open where there is none."""

    since: str | None
    until: str | None


def period(values: Mapping[str, str]) -> Period:
    """Return what ``from`` and ``until`` mean, both included.

    :raises HarvestError: one is no date, they differ in granularity, or the end is before the beginning (badArgument).
    """
    begin, end = values.get("from"), values.get("until")
    if begin and end and len(begin) != len(end):
        raise HarvestError(ErrorCode.BAD_ARGUMENT, "from and until must be of the same granularity.")
    since = _moment(begin)[0] if begin else None
    until = _moment(end)[1] if end else None
    if since and until and since >= until:
        raise HarvestError(ErrorCode.BAD_ARGUMENT, "until is before from.")
    return Period(since, until)


def _moment(text: str) -> tuple[str, str]:
    """Return the first moment of a day or second, and the first after it."""
    length = timedelta(days=1) if DAY.fullmatch(text) else timedelta(seconds=1) if SECOND.fullmatch(text) else None
    try:
        start = datetime.fromisoformat(text) if length else None
        after = start + length if start and length else None
    except (ValueError, OverflowError):
        start = after = None
    if start is None or after is None:
        raise HarvestError(ErrorCode.BAD_ARGUMENT, "A date is written YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    return _written(start), _written(after)


def _written(moment: datetime) -> str:
    """Return a moment as the edition writes it, so that texts compare like times."""
    known = moment.replace(tzinfo=UTC)
    return known.isoformat(timespec="milliseconds").replace("+00:00", "Z")
