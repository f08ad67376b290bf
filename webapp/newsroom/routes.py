"""Every route of the newsroom. A route without a row in tests/security/access_newsroom.py fails the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webapp.newsroom import (
    adding,
    decisions,
    differences,
    facts,
    glossary,
    listing,
    programme,
    queue,
    segments,
    sign_in,
    sound,
    speakers,
    summary,
    unfinished,
    work,
)

ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("/healthz", "GET", sign_in.healthz),
    ("/sign-in", "GET", sign_in.sign_in),
    ("/sign-in", "POST", sign_in.enter),
    ("/sign-out", "POST", sign_in.leave),
    ("/", "GET", listing.index),
    ("/add", "GET", adding.add),
    ("/add", "POST", adding.take),
    ("/programmes/<programme_id>", "GET", programme.show),
    ("/programmes/<programme_id>/progress", "GET", work.progress),
    ("/programmes/<programme_id>/unfinished", "GET", unfinished.hear_more),
    ("/programmes/<programme_id>/sound", "GET", sound.hear),
    ("/programmes/<programme_id>/sound", "POST", sound.bring),
    ("/programmes/<programme_id>/drafts/<any(vtt, srt, txt, json):name>", "GET", programme.draft),
    ("/programmes/<programme_id>/facts", "GET", facts.edit_facts),
    ("/programmes/<programme_id>/facts", "POST", facts.save_facts),
    ("/programmes/<programme_id>/summary", "GET", summary.edit_summary),
    ("/programmes/<programme_id>/summary", "POST", summary.save_summary),
    ("/programmes/<programme_id>/segments/<segment_id>", "GET", segments.edit),
    ("/programmes/<programme_id>/segments/<segment_id>", "POST", segments.save),
    ("/programmes/<programme_id>/runs/<int(max=999999):number>/differences", "GET", differences.differences),
    ("/programmes/<programme_id>/runs/<int(max=999999):number>/differences", "POST", differences.take_over_unedited),
    (
        "/programmes/<programme_id>/runs/<int(max=999999):number>/differences/<segment_id>",
        "POST",
        differences.take_over,
    ),
    ("/programmes/<programme_id>/runs/<int(max=999999):number>/set-aside", "POST", differences.put_aside),
    ("/programmes/<programme_id>/speakers", "GET", speakers.edit_speakers),
    ("/programmes/<programme_id>/speakers", "POST", speakers.save_speakers),
    ("/programmes/<programme_id>/approve", "POST", decisions.approve),
    ("/programmes/<programme_id>/publish", "POST", decisions.publish),
    ("/programmes/<programme_id>/withdraw", "POST", decisions.withdraw),
    ("/programmes/<programme_id>/jobs", "POST", work.start),
    ("/glossary", "GET", glossary.glossary),
    ("/glossary", "POST", glossary.add_to_glossary),
    ("/glossary/remove", "POST", glossary.remove_from_glossary),
    ("/jobs", "GET", queue.queue),
    ("/jobs/progress", "GET", queue.queue_progress),
    ("/jobs/<job_id>/cancel", "POST", work.cancel),
    ("/jobs/<job_id>/retry", "POST", work.retry),
    ("/jobs/<job_id>/priority", "POST", queue.prioritise),
)
