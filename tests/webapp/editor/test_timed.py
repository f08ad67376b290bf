"""The machine is asked for the times of one passage or of all, and says at the passage which it is at."""

from __future__ import annotations

from tests.webapp.api.asking import script
from tests.webapp.editor.conftest import Window
from transcribe.jobs import list_jobs
from transcribe.records import Job


def asked(own: Window) -> list[Job]:
    with own.open() as db:
        return [job for job in list_jobs(db, own.programme_id) if job.kind == "retime"]


def test_one_passage_is_asked_for_and_then_all(windows: tuple[Window, Window]) -> None:
    own, _ = windows
    segment_id = own.segments()[1].segment_id
    jobs = f"{own.address}/jobs"
    assert own.visitor.post(jobs, {"kind": "retime", "segment": "nobody"}).status_code == 404
    assert own.visitor.post(jobs, {"kind": "retime", "segment": segment_id}).status_code == 303
    assert asked(own)[0].options == {"model": "auto", "segment": segment_id}
    told = own.changes().json["timing"]
    assert (told["segment_id"], told["is_active"]) == (segment_id, True)
    assert own.visitor.post(jobs, {"kind": "retime"}).status_code == 303
    assert asked(own)[0].options == {"model": "auto"}, "what was asked of one passage is not asked of all"
    assert own.changes().json["timing"]["segment_id"] == ""


def test_a_script_asks_for_one_segment(windows: tuple[Window, Window]) -> None:
    own, _ = windows
    who, place = script(own.desk, "journalist"), f"/programmes/{own.programme_id}/jobs"
    segment_id = own.segments()[0].segment_id
    made = who.do("POST", place, {"kind": "retime", "segment_id": segment_id})
    assert made["options"]["segment"] == segment_id
    refused = who.refused("POST", place, {"kind": "retime", "segment_id": "nobody"})
    assert (refused["status"], refused["type"]) == (404, "urn:muragat:problem:unknown-segment")
