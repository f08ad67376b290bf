"""A newsroom in which the machine has looked for the summary of the saxaul feature in its words."""

from __future__ import annotations

from media.catalogue import add_document, current_recording
from tests.transcribe.linking.programmes import PLACE
from tests.webapp.desk import Desk
from tests.webapp.editions import PROVENANCE, segments
from transcribe.linking.embedders import NONE
from transcribe.linking.run import link_programme
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript

FOUNDED = "Twelve women of the village founded the nursery in 2018."
BRIDGE = "A bridge was opened in Berlin in 2006."
SUMMARY = f"{FOUNDED} Gulnar Zhaksybayeva recalls that seventy per cent of 3,000 saplings withered. {BRIDGE}"


def with_links(desk: Desk, summary: str = SUMMARY, said: str | None = None) -> Desk:
    """Give the desk's programme this summary and these words, the saxaul feature's if none are given, and link them.

    No embedder compares them.
    """
    db = desk.open()
    recording = current_recording(db, desk.programme_id)
    assert recording
    db.execute("UPDATE recording SET probe = json_set(probe, '$.duration_ms', 90000)")
    words = segments(said or (PLACE / "saxaul.script.txt").read_text("utf-8"))
    store_transcript(db, desk.programme_id, NewRun(recording.recording_id, RECOGNISED, PROVENANCE, words))
    add_document(db, desk.programme_id, "summary", summary, language="en")
    link_programme(db, desk.programme_id, embedder=NONE)
    db.close()
    return desk
