"""The kind ``check``: look and listen through what would be published of a programme as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media.database import utc_now
from media.masked import forget_erased
from transcribe.errors import EngineUnavailable, WeightsMissing
from transcribe.kinds.work import Outcome, Remark, Work
from webapp.edition.gather import approved_of, make_sound
from webapp.edition.store import SoundFiles
from webapp.errors import NotApproved, ProtectedNameFound
from webapp.gate.hearing import check_masks, hear, listener_for
from webapp.gate.kept_back import KeptBack, kept_back
from webapp.gate.lasting import holds
from webapp.gate.let_through import let_through
from webapp.gate.places import places_beside, places_heard
from webapp.gate.records import Check, Finding
from webapp.gate.said import not_heard, sentence_of, to_listen
from webapp.gate.store import add_check, is_let_through_unheard, newest_check
from webapp.gate.written import look_through, written
from webapp.leaks.spots import Spotter
from webapp.review import Content, content, require_approved


@dataclass(frozen=True, slots=True)
class _Heard:
    findings: tuple[Finding, ...] = ()
    by: str | None = None


def check(work: Work) -> Outcome:
    """Write, look through, mask and listen to what would be published.

    What passed before is not looked at again while the sound that was heard then is there.

    :raises ProtectedNameFound: some of what is kept back is in it; says where.
    :raises Unheard: no machine here can listen, and nobody has taken it on themselves.
    :raises NoRedactionKey: the environment has no key to read what is kept back.
    """
    now, content_sha256, approved_at = _what(work)
    programme_id = now.programme.programme_id
    known = newest_check(work.db, programme_id, content_sha256)
    guard = kept_back(now)
    if known and holds(work.archive, now, guard, known):
        return _outcome(known)
    sound = None
    heard = _Heard()
    if now.recording:
        total_ms = 2 * now.recording.duration_ms
        work.progress(0, total_ms)
        sound = make_sound(
            work.archive, now.recording, guard.covers, lambda done_ms, _: work.progress(done_ms, total_ms)
        )
        forget_erased(work.archive, work.db, now.recording)
        heard = _listen(work, now, content_sha256, sound, guard)
    found = {*_read(work, now, content_sha256, approved_at, sound, guard), *heard.findings}
    made = Check(
        programme_id=programme_id,
        content_sha256=content_sha256,
        sound_sha256=sound.sound.sha256 if sound else None,
        findings=tuple(sorted(found, key=_order)),
        heard_by=heard.by,
        created_at=utc_now(),
    )
    work.check()
    add_check(work.db, made)
    if not made.has_passed:
        raise ProtectedNameFound(sentence_of(programme_id, made.findings))
    return _outcome(made)


def _outcome(check: Check) -> Outcome:
    told = to_listen(check.findings)
    return Outcome(remark=Remark("listen", told) if told else None)


def _what(work: Work) -> tuple[Content, str, str]:
    """Return what is checked: what was approved, else the programme as it stands, without a machine's translation."""
    with work.db.atomic():
        now = content(work.db, work.job.programme_id)
        try:
            approval = require_approved(work.db, work.job.programme_id)
        except NotApproved:
            return now, now.sha256, utc_now()
    return now, approval.content_sha256, approval.created_at


def _read(
    work: Work, now: Content, content_sha256: str, approved_at: str, sound: SoundFiles | None, guard: KeptBack
) -> Iterator[Finding]:
    if not guard.names:
        return
    public = sound.sound if sound else None
    strictly = approved_of(work.db, now, content_sha256, approved_at, public, guard.strictly)
    with written(work.archive, strictly, sound) as layout:
        yield from look_through(layout, guard.names, Spotter(guard.wanted), work.check)
    left = let_through(now, guard)
    if left is None:  # Then this is what goes out.
        return
    as_published = approved_of(work.db, now, content_sha256, approved_at, public, guard.redactions)
    with written(work.archive, as_published, sound) as layout:
        yield from look_through(layout, left.names, left.spotter, work.check)


def _listen(work: Work, now: Content, content_sha256: str, sound: SoundFiles, guard: KeptBack) -> _Heard:
    if not (guard.wanted or guard.masks):  # A voice is changed and nothing is kept back: nothing must not be heard.
        return _Heard()
    masks = check_masks(work, sound, guard.masks) if guard.masks else ()
    segments = now.text.segments if now.text else ()
    try:
        listener = listener_for(work, now.programme.language, segments)
    except (EngineUnavailable, WeightsMissing) as error:
        if not is_let_through_unheard(work.db, now.programme.programme_id, content_sha256):
            raise not_heard(now.programme.programme_id, error) from error
        return _Heard(masks)
    heard = hear(work, sound, listener, segments)
    found = {
        *masks,
        *places_heard(heard.words, Spotter(guard.wanted), guard.dismissed, guard.masks),
        *places_beside(heard.words, guard.covered),
    }
    return _Heard(tuple(found), f"{heard.engine} {heard.model}")


def _order(finding: Finding) -> tuple[str, int]:
    return finding.part, -1 if finding.at_ms is None else finding.at_ms
