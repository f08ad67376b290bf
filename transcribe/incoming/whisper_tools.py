"""Which tool wrote a JSON of Whisper's kind: none says it, each has fields that the others lack."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from transcribe.incoming.fields import Fields, objects, text
from transcribe.incoming.records import Tool

ARCHIVES = frozenset({"OpenTranscribe", "Scriberr", "Speakr"})
"""What people correct words in, too, without a trace in the file."""
Sign = Callable[[Fields, Fields], bool]
"""Of a file's fields and those of its first segment."""
SIGNS: tuple[tuple[str, Sign], ...] = (
    ("Speakr", lambda _, first: "sentence" in first),
    ("OpenTranscribe", lambda _, first: "start_time" in first),
    ("Scriberr", lambda file, _: "model_used" in file or file.get("format") in ("segmented", "simple")),
    ("whisperX", lambda file, first: "word_segments" in file or _has_scores(first)),
    ("OpenAI API", lambda file, _: "task" in file and "duration" in file),
    ("transformers", lambda file, _: "chunks" in file),
    (
        "openai-whisper",
        lambda file, first: "seek" in first and isinstance(file.get("text"), str) and "info" not in file,
    ),
    ("faster-whisper", lambda file, first: "seek" in first or "info" in file or "language_probability" in file),
)


def tool_of(content: Fields, segments: Sequence[Fields]) -> Tool | None:
    """Return the tool, and the model where the file names it; ``None`` where nothing tells."""
    first = segments[0] if segments else {}
    name = next((name for name, sign in SIGNS if sign(content, first)), "")
    model = text(content.get("model_used")) or text(content.get("model"))
    return Tool(name, model=model.replace("\\", "/").rpartition("/")[2]) if name or model else None


def _has_scores(segment: Fields) -> bool:
    return any("score" in word for word in objects(segment.get("words")))
