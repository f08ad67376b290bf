"""What becomes of the rows of each table when a programme leaves this archive, and when it comes into another one."""

from __future__ import annotations

LIVE = frozenset(
    {
        *("programme", "fact_change", "recording", "document"),
        *("transcript", "carried_segment", "worked_on", "run_set_aside", "difference_set_aside"),
        "brought_transcript",
        *("revision", "revision_segment", "segment_check", "translation", "english"),
        *("linking", "link", "link_decision", "link_listened", "check_decision"),
        *("page_read", "doubt_settled", "feed_origin", "comment_row", "consent_withdrawn"),
        "redaction_row",
    }
)
"""They are what the programme is: there again they are rows of the same tables."""
HISTORY = frozenset(
    {
        *("review_event", "overridden", "approval_asked", "approval_refused"),
        *("publication_check", "unheard", "published_version"),
        *("programme_owner", "assignment", "comment_mention"),
    }
)
"""What was decided or allowed there, and to whom: kept there as it was written, in no table that decides anything."""
LEFT_OUT = frozenset(
    {
        *("job", "chunk_result", "unfinished_words", "unfinished_run"),  # A machine's work; what came of it is a run.
        *("editor_operation", "made_once", "imported_entry"),  # What was sent or brought to that archive already.
        "content_name",  # Made anew.
        "public_copy",  # In which editions of that machine it is public.
        *("unpacked", "origin_entry", "history_row", "locked_redaction"),  # Written in the form that they came in.
    }
)
"""What is of one archive alone."""
KNOWN = LIVE | HISTORY | LEFT_OUT

WITHOUT = {
    "recording": ("access_sha256", "loudness_lufs", "true_peak_dbtp"),  # Of the copy that is heard, made anew.
    "redaction_row": ("key_id", "sealed"),  # In a file of their own: under another key they are other bytes.
}
"""Columns that are not written with a row."""
