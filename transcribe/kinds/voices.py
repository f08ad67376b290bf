"""The kind ``voices``: known people's voices in a programme → their prints; nobody's voices → who they may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import get_programme, recordings_of
from media.records import Recording, Span
from media.sound import decoded_sound
from transcribe.errors import NoSound, VoicesOff
from transcribe.jobs import enqueue
from transcribe.kinds.work import Outcome, Work
from transcribe.records import ProgrammeText, Segment
from transcribe.revise import current_text
from transcribe.speakers.dvector import DVector
from transcribe.speakers.known_voices import (
    Suggestion,
    forget_those,
    is_allowed,
    is_label,
    keep_programmes_of,
    known_people,
    prints_of_series,
    store_prints,
    suggest,
)
from transcribe.speakers.labels import machine_number, speakers_of
from transcribe.speakers.likeness import PERHAPS
from transcribe.speakers.network import Array
from transcribe.speakers.prints import voice_prints
from transcribe.speakers.voices_file import open_voices
from transcribe.speakers.weights import network_tensors

KeptBack = Callable[[Database], Callable[[str], bool]]
"""Takes the archive; returns what says whether a name is kept back, so that nothing may be known of its voice."""


def _nobody(_db: Database) -> Callable[[str], bool]:
    return lambda _name: False


def voices(work: Work, kept_back: KeptBack = _nobody) -> Outcome:
    """Keep the prints of known people, and suggest who the others may be. Nothing is named by this.

    What must not be there any more is erased first: of people who are kept back, and of programmes that are of another
    series now.

    :param kept_back: says of whom nothing may be known.
    :raises VoicesOff: nobody has turned that on for the programme's series.
    :raises NoText: the programme has no words yet. :raises NoSound: their recording is gone.
    :raises WeightsMissing: the network's weights are not installed. :raises WeightsCorrupt: they are not what they must
        be. :raises EngineFailed: a process that hears voices died.
    """
    series = get_programme(work.db, work.job.programme_id).series
    found = open_voices(work.archive)
    if found is None or not series:
        raise VoicesOff("Voices are not kept for this programme’s series; an admin can turn that on.")
    with closing(found) as db:
        if not is_allowed(db, series):
            raise VoicesOff("Voices are not kept for this programme’s series; an admin can turn that on.")
        is_kept_back = kept_back(work.db)
        forget_those(db, lambda name: is_label(name) or is_kept_back(name))
        keep_programmes_of(db, series, _programmes_of(work.db, series))
        text = current_text(work.db, work.job.programme_id)
        known = prints_of_series(db, series, DVector.name, without=work.job.programme_id)
        names = {person.name for person in known_people(db, series)}
        spoken = _spoken(text.segments, names, with_unnamed=bool(known))
        prints = _prints(work, _recording(work, text), spoken) if spoken else {}
        own = {name: print_ for name, print_ in prints.items() if name in names}
        store_prints(db, series, work.job.programme_id, own, DVector.name)
        unnamed = {label: print_ for label, print_ in prints.items() if label not in own}
        suggest(db, series, text.transcript.transcript_id, [*_suggestions(unnamed, known)])
    return Outcome()


def _programmes_of(db: Database, series: str) -> frozenset[str]:
    rows = db.query("SELECT programme_id FROM programme WHERE trim(series) = ?", [series.strip()])
    return frozenset(row["programme_id"] for row in rows)


def ask_for_voices(archive: Archive, db: Database, programme_id: str) -> None:
    """Let the queue listen to a programme's voices where some of its series are known again."""
    series = get_programme(db, programme_id).series
    found = open_voices(archive) if series else None
    if found is None or series is None:
        return
    with closing(found) as voices_db:
        if known_people(voices_db, series):
            enqueue(db, "voices", programme_id, {})


def _spoken(segments: Sequence[Segment], names: set[str], *, with_unnamed: bool) -> dict[str, list[Span]]:
    wanted = [who for who in speakers_of(segments) if who in names or (with_unnamed and machine_number(who))]
    return {who: [segment.span for segment in segments if segment.speaker == who] for who in wanted}


def _recording(work: Work, text: ProgrammeText) -> Recording:
    for recording in recordings_of(work.db, work.job.programme_id):
        if recording.recording_id == text.transcript.recording_id:
            return recording
    raise NoSound(f"The recording of these words of programme {work.job.programme_id} is gone; recognise it anew.")


def _prints(work: Work, recording: Recording, spoken: Mapping[str, Sequence[Span]]) -> dict[str, Array]:
    sound = decoded_sound(work.archive, recording, work.check)
    return voice_prints(network_tensors(work.archive.models), sound, spoken, work.check)


def _suggestions(unnamed: Mapping[str, Array], known: Mapping[str, Array]) -> list[Suggestion]:
    """The most alike person for each voice, where one is alike enough."""
    best = [
        max((Suggestion(label, name, round(float(print_ @ of), 3)) for name, of in known.items()), key=_likeness)
        for label, print_ in unnamed.items()
        if known
    ]
    return [each for each in best if each.likeness >= PERHAPS]


def _likeness(suggestion: Suggestion) -> float:
    return suggestion.likeness
