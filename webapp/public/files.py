"""Sound, waveform and downloads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request, send_file
from werkzeug.exceptions import NotFound, PreconditionFailed

from media.records import FACTS, LIST_MARK, LISTS, Programme
from transcribe.formats import FORMATS, Export, render
from transcribe.records import MaskedWord, Segment, Word
from webapp.edition.records import EditionDocument, EditionFacts, EditionTranscript
from webapp.public.file_name import file_stem
from webapp.public.ranges import settle_range
from webapp.public.request import shelf

blueprint = Blueprint("files", __name__)

SOUND_CACHING = "public, no-cache"
"""Everybody may keep sound and must ask each time, though its name is its hash: it may be withdrawn."""
PARTIAL = 206
BLOCK_BYTES = 1 << 16
NEWSROOM = "newsroom"
"""Stands for whoever corrected a segment: the edition does not know names."""


@blueprint.get("/sound/<string(length=64):sha256>.m4a")
def sound(sha256: str) -> Response:
    """Send the public sound of a programme, whole or in part.

    :raise 404: no public version has it.
    :raise 410: it was withdrawn.
    :raise 412: the request names another file by If-Match.
    :raise 416: the range lies beyond it.
    """
    shelf().check_sound(sha256)
    return _send(shelf().layout.sound_path(sha256), "audio/mp4", sha256)


@blueprint.get("/sound/<string(length=64):sha256>.dat")
def peaks(sha256: str) -> Response:
    """Send the waveform of a public sound (audiowaveform .dat, version 2).

    :raise 404: no public version has it.
    :raise 410: it was withdrawn.
    """
    shelf().check_sound(sha256)
    return _send(shelf().layout.peaks_path(sha256), "application/octet-stream", f"{sha256}-peaks")


@blueprint.get("/programmes/<programme_id>/transcript.<any(vtt, srt, txt, json):name>")
@blueprint.get("/programmes/<programme_id>/versions/<int:number>/transcript.<any(vtt, srt, txt, json):name>")
def transcript(programme_id: str, name: str, number: int | None = None) -> Response:
    """Send the words of a published version as a file.

    :raise 404: no such programme or version, or it has no transcript.
    :raise 410: it was withdrawn.
    """
    version = shelf().version(programme_id, number)
    document = shelf().document(version)
    if document.transcript is None:
        raise NotFound
    response = Response(render(name, export_of(document, document.transcript)), mimetype=FORMATS[name].media_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"{file_stem(document)}.{name}")
    response.cache_control.no_cache = True
    response.set_etag(f"{version.sha256}-{name}")
    response.make_conditional(request)
    return response


def _send(path: Path, media_type: str, etag: str) -> Response:
    try:
        state = path.stat()
    except FileNotFoundError as error:  # swept since the index was read
        raise NotFound from error
    settle_range(request, etag, int(state.st_mtime), state.st_size)
    response = send_file(path, mimetype=media_type, conditional=True, etag=etag)
    if response.status_code == PreconditionFailed.code:  # Werkzeug would send the whole file with it.
        response.close()
        raise PreconditionFailed
    response.headers["Cache-Control"] = SOUND_CACHING
    _hand_over(response, path)
    return response


def _hand_over(response: Response, path: Path) -> None:
    """Let the server itself send a part of a file, where it can (waitress does, up to Content-Length).

    Werkzeug would read the part out in one of the server's few threads, for as long as its reader takes: as many
    listeners of long programmes as there are threads, and nobody else gets a page.
    """
    wrapper = request.environ.get("wsgi.file_wrapper")
    if wrapper is None or response.status_code != PARTIAL or response.content_range.start is None:
        return
    file = path.open("rb")
    file.seek(response.content_range.start)
    response.close()
    response.response = wrapper(file, BLOCK_BYTES)


def _fact(facts: EditionFacts, name: str) -> Any:
    value = getattr(facts, name)
    return (f"{LIST_MARK} ".join(value) or None) if name in LISTS else value


def export_of(document: EditionDocument, transcript: EditionTranscript) -> Export:
    """Return the words of a version as all formats take them."""
    facts = document.facts
    programme = Programme(
        programme_id=facts.programme_id,
        synthetic=facts.synthetic,
        **{name: _fact(facts, name) for name in FACTS},
    )
    return Export(
        programme=programme,
        segments=tuple(
            Segment(
                segment_id=segment.segment_id,
                start_ms=segment.start_ms,
                end_ms=segment.end_ms,
                words=tuple(
                    (MaskedWord if w.redacted else Word)(
                        w.text, w.start_ms, w.end_ms, w.probability, w.doubt, w.confidence
                    )
                    for w in segment.words
                ),
                speaker=segment.speaker,
                language=segment.language,
                doubts=segment.doubts,
                edited_by=NEWSROOM if segment.human else None,
                run=segment.made_by or None,
            )
            for segment in transcript.segments
        ),
        method=transcript.method,
        provenance=transcript.provenance,
        version=str(document.version),
        made_at=transcript.made_at,
        for_publication=True,
        other_runs=dict(enumerate(transcript.others, start=1)),
    )
