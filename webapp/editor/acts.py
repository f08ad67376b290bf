"""What a person does to passages, each an operation that is done once; the English that people wrote goes along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlite_utils import Database

from media.database import immediate
from transcribe.editing.change import change_segment
from transcribe.editing.join import join_segments
from transcribe.editing.split import split_segment
from transcribe.editing.take_out import take_out
from transcribe.editing.undo import undo
from transcribe.errors import NothingChanged
from transcribe.records import Revision
from transcribe.retime import clean_text
from transcribe.revise import head_of, segment_now
from webapp.editor.english import bring_back, carry_joined, fresh
from webapp.editor.operations import once, undone_by
from webapp.english import English


def change(
    db: Database,
    programme_id: str,
    segment_id: str,
    user_name: str,
    *,
    seen: str,
    text: str | None = None,
    speaker: str | None = None,
    revive: bool = False,
) -> Revision:
    """Change words or speaker of a passage, in the editor, a form or by a script. All as of `change_segment`."""
    with immediate(db):
        made = change_segment(
            db, programme_id, segment_id, user_name, seen=seen, text=text, speaker=speaker, revive=revive
        )
        _bring_back(db, made)
        return made


@dataclass(frozen=True, slots=True)
class Editor:
    """Somebody who edits a programme, and the name of what they do now."""

    db: Database
    programme_id: str
    user_name: str
    operation_id: str

    def _once(self, do: Callable[[], Revision]) -> Revision:
        return once(self.db, self.programme_id, self.operation_id, self.user_name, do)

    def change(
        self, segment_id: str, seen: str, *, text: str | None, speaker: str | None, revive: bool = False
    ) -> Revision | None:
        """Change words or speaker; ``None`` where they stand so already. Errors as of `change_segment`."""

        def do() -> Revision:
            return change(
                self.db,
                self.programme_id,
                segment_id,
                self.user_name,
                seen=seen,
                text=text,
                speaker=speaker,
                revive=revive,
            )

        def is_that(made: Revision) -> bool:
            return text is None or any(
                (each.segment_id, each.text) == (segment_id, clean_text(text)) for each in made.changes
            )

        try:
            return once(self.db, self.programme_id, self.operation_id, self.user_name, do, is_that)
        except NothingChanged:
            return None

    def split(self, segment_id: str, seen: str, *, at: int, mark: str) -> Revision:
        """Split a passage. Parameters and errors as of `split_segment`."""
        return self._once(
            lambda: split_segment(self.db, self.programme_id, segment_id, self.user_name, seen=seen, at=at, mark=mark)
        )

    def join(self, segment_id: str, seen: str, *, next_id: str, next_seen: str) -> Revision:
        """Join two passages. Parameters and errors as of `join_segments`."""

        def do() -> Revision:
            with immediate(self.db):
                english = [self._english(segment_id), self._english(next_id)]
                made = join_segments(
                    self.db,
                    self.programme_id,
                    segment_id,
                    next_id,
                    self.user_name,
                    seen=seen,
                    next_seen=next_seen,
                )
                joined = next(each for each in made.changes if each.segment_id == segment_id)
                carry_joined(self.db, self.programme_id, english, joined, self.user_name)
                return made

        return self._once(do)

    def take_out(self, segment_id: str, seen: str) -> Revision:
        """Take a passage out. Errors as of `transcribe.editing.take_out`."""
        return self._once(lambda: take_out(self.db, self.programme_id, segment_id, self.user_name, seen=seen))

    def undo(self, operation_id: str) -> Revision:
        """Undo what an earlier operation of this person did. Errors as of `transcribe.editing.undo`."""

        def do() -> Revision:
            revision_id = undone_by(self.db, self.programme_id, operation_id, self.user_name)
            made = undo(self.db, self.programme_id, revision_id, self.user_name)
            _bring_back(self.db, made)
            return made

        return self._once(do)

    def _english(self, segment_id: str) -> English | None:
        segment = segment_now(self.db, head_of(self.db, self.programme_id), segment_id)
        return fresh(self.db, self.programme_id, segment) if segment else None


def _bring_back(db: Database, made: Revision) -> None:
    for segment in made.changes:
        if segment.gone is None:
            bring_back(db, made.programme_id, segment)
