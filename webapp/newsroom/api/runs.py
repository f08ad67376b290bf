"""The machine's runs, and what a newer one heard otherwise."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from transcribe import newer_run
from transcribe.errors import NothingChanged
from transcribe.merge import Difference as Found
from transcribe.merge import Kind
from transcribe.newer_run import Comparison
from transcribe.transcripts import list_transcripts
from webapp.newsroom.api.cursor import Key, Next, Part, cut
from webapp.newsroom.api.operation import PROGRAMME, RUN, SEGMENT, Operation
from webapp.newsroom.request import database, user
from webapp.people.tokens import Scope

DIFFERENCES = "/programmes/{programme_id}/runs/{number}/differences"
PAGE = "POST /programmes/<programme_id>/runs/<int(max=999999):number>"


class Run(msgspec.Struct, frozen=True):
    """One hearing or alignment of a recording by a machine; it never changes."""

    number: int
    method: str
    engine: str
    model: str
    language: str
    recording_id: str
    segments: int
    words: int
    created_at: str


class RunList(msgspec.Struct, frozen=True):
    """Runs, the newest first."""

    runs: tuple[Run, ...]


class Difference(msgspec.Struct, frozen=True):
    """A segment of which a run has other words."""

    segment_id: str
    kind: Annotated[Kind, Meta(description="Whether a person has edited there.")]
    start_ms: int
    end_ms: int
    now: Annotated[str | None, Meta(description="The words as they stand; null where nothing stands.")]
    offered: str
    seen_sha256: Annotated[str, Meta(description="Names both texts: to be sent by whoever takes or sets aside.")]
    set_aside_by: str | None


class DifferenceList(msgspec.Struct, frozen=True):
    """Differences in the order of time."""

    differences: tuple[Difference, ...]
    run_set_aside_by: Annotated[str | None, Meta(description="Who wants no more words of this run.")]
    next: Next


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seen_sha256: Annotated[str, Meta(description="`seen_sha256` of the difference.")]


class TakenOver(msgspec.Struct, frozen=True):
    """What was taken over."""

    places: int


def runs(programme_id: str) -> RunList:
    return RunList(
        tuple(
            Run(
                each.number,
                each.method,
                each.provenance.engine,
                each.provenance.model.rpartition("/")[2],
                each.provenance.language,
                each.recording_id,
                len(each.segments),
                sum(len(segment.words) for segment in each.segments),
                each.created_at,
            )
            for each in list_transcripts(database(), programme_id)
        )
    )


def differences(asked: Part, programme_id: str, number: int) -> DifferenceList:
    found = _compare(programme_id, number)
    aside = {each.difference.offered.segment_id: each.user_name for each in found.aside}
    everything = sorted((*found.differences, *found.all_aside), key=_key)
    part, following = cut(everything, _key, asked)
    return DifferenceList(tuple(_record(each, aside) for each in part), found.set_aside_by, following)


def take_over_unedited(programme_id: str, number: int) -> TakenOver:
    try:
        revision = newer_run.accept_unedited(database(), _compare(programme_id, number), user().name)
    except NothingChanged:
        return TakenOver(0)
    return TakenOver(len(revision.changes))


def take_over(sent: Seen, programme_id: str, number: int, segment_id: str) -> TakenOver:
    found = _compare(programme_id, number)
    try:
        newer_run.accept(database(), found, segment_id, user().name, seen_sha256=sent.seen_sha256)
    except NothingChanged:
        return TakenOver(0)
    return TakenOver(1)


def set_difference_aside(sent: Seen, programme_id: str, number: int, segment_id: str) -> None:
    found = _compare(programme_id, number)
    newer_run.set_difference_aside(database(), found, segment_id, user().name, seen_sha256=sent.seen_sha256)


def bring_back(sent: Seen, programme_id: str, number: int, segment_id: str) -> None:
    newer_run.bring_back(database(), _compare(programme_id, number), segment_id, seen_sha256=sent.seen_sha256)


def set_aside(programme_id: str, number: int) -> None:
    newer_run.set_aside(database(), _compare(programme_id, number), user().name)


def _compare(programme_id: str, number: int) -> Comparison:
    return newer_run.compare(database(), programme_id, number)


def _key(found: Found) -> Key:
    return found.offered.start_ms, found.offered.segment_id


def _record(found: Found, aside: dict[str, str]) -> Difference:
    return Difference(
        segment_id=found.offered.segment_id,
        kind=found.kind,
        start_ms=found.offered.start_ms,
        end_ms=found.offered.end_ms,
        now=found.current.text if found.current else None,
        offered=found.offered.text,
        seen_sha256=found.sha256,
        set_aside_by=aside.get(found.offered.segment_id),
    )


OPERATIONS = (
    Operation(
        "runs",
        "GET",
        "/programmes/{programme_id}/runs",
        "List the machine's runs",
        "Which engine and model heard it, and when.",
        Scope.READ,
        runs,
        RunList,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "differences",
        "GET",
        DIFFERENCES,
        "List what a run heard otherwise",
        "Held against the words as they stand; people's words are marked and never taken over unseen.",
        Scope.READ,
        differences,
        DifferenceList,
        asked=Part,
        in_path=(PROGRAMME, RUN),
    ),
    Operation(
        "take_over_unedited",
        "POST",
        f"{DIFFERENCES}/take-over",
        "Take over a run's words where nobody has edited",
        "As one edit; what people wrote stays.",
        Scope.EDIT,
        take_over_unedited,
        TakenOver,
        in_path=(PROGRAMME, RUN),
        pages=(f"{PAGE}/differences",),
    ),
    Operation(
        "take_over",
        "POST",
        f"{DIFFERENCES}/{{segment_id}}/take-over",
        "Take over a run's words in one segment",
        "412 where it is not what was seen any more.",
        Scope.EDIT,
        take_over,
        TakenOver,
        body=Seen,
        in_path=(PROGRAMME, RUN, SEGMENT),
        pages=(f"{PAGE}/differences/<segment_id>",),
    ),
    Operation(
        "set_difference_aside",
        "POST",
        f"{DIFFERENCES}/{{segment_id}}/set-aside",
        "Set a difference aside",
        "It is offered no more, for as long as it is the same.",
        Scope.EDIT,
        set_difference_aside,
        body=Seen,
        in_path=(PROGRAMME, RUN, SEGMENT),
        pages=(f"{PAGE}/differences/<segment_id>/set-aside",),
    ),
    Operation(
        "bring_difference_back",
        "POST",
        f"{DIFFERENCES}/{{segment_id}}/bring-back",
        "Bring a difference back",
        "It is offered again.",
        Scope.EDIT,
        bring_back,
        body=Seen,
        in_path=(PROGRAMME, RUN, SEGMENT),
        pages=(f"{PAGE}/differences/<segment_id>/bring-back",),
    ),
    Operation(
        "set_run_aside",
        "POST",
        "/programmes/{programme_id}/runs/{number}/set-aside",
        "Set a run aside",
        "Nobody wants more of its words.",
        Scope.EDIT,
        set_aside,
        in_path=(PROGRAMME, RUN),
        pages=(f"{PAGE}/set-aside",),
    ),
)
