"""WebVTT (W3C, https://www.w3.org/TR/webvtt1/): section 4 is the syntax."""

from __future__ import annotations

from transcribe.formats.cues import Cue, cues
from transcribe.formats.export import Export, clock
from transcribe.formats.options import Options, Unit
from transcribe.speakers.labels import called

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def render(export: Export, options: Options) -> str:
    """Return a WebVTT file; speakers as voice spans, languages as language spans, who made the words in a NOTE.

    With `Unit.WORDS` each word has the time at which it begins, as players need it that show words as they are said.
    """
    # A comment block must not hold "-->" (section 4.1); a line break would end the block early.
    note = "\n".join(line.replace("-->", "→") for line in export.head())
    blocks = ["WEBVTT", f"NOTE\n{note}"]
    below = export.beside.language if export.beside else ""
    with_times = options.unit is Unit.WORDS
    blocks += [cue_block(cue, export.language, below, with_times=with_times) for cue in cues(export, options)]
    return "\n\n".join(blocks) + "\n"


def cue_block(cue: Cue, language: str, below: str = "", *, with_times: bool = False) -> str:
    """Return one cue.

    :param language: of the file.
    :param below: the language of what stands beside the words.
    """
    lines = _timed_lines(cue) if with_times else [line.translate(_ESCAPES) for line in cue.lines]
    said = "\n".join(lines)
    if cue.segment.language and cue.segment.language != language:
        said = _in_language(said, cue.segment.language)
    if cue.beside:
        said += "\n" + _in_language("\n".join(line.translate(_ESCAPES) for line in cue.beside), below)
    return f"{clock(cue.start_ms, '.')} --> {clock(cue.end_ms, '.')}\n{_voice(cue, language)}{said}"


def _voice(cue: Cue, language: str) -> str:
    if not cue.segment.speaker:
        return ""
    # An annotation ends at ">" and at a line break (section 4.2.2); after "--" that ">" would make an arrow.
    name = " ".join(called(cue.segment.speaker, language).split()).translate(_ESCAPES).rstrip("-")
    return f"<v {name}>" if name else ""


def _in_language(text: str, language: str) -> str:
    return f"<lang {language.translate(_ESCAPES)}>{text}</lang>"


def _timed_lines(cue: Cue) -> list[str]:
    """Return the lines with a timestamp before each word that begins later than the one before, within the cue."""
    tokens = [" ".join(word.text.split()) for word in cue.words]
    lines: list[str] = []
    place, time_ms = 0, cue.start_ms
    for line in cue.lines:
        said: list[str] = []
        while place < len(tokens) and (not said or len(line) > sum(map(len, said)) + len(said) - 1):
            said.append(tokens[place])
            place += 1
        written = []
        for token, word in zip(said, cue.words[place - len(said) : place], strict=True):
            # Section 4.2.2: a timestamp is greater than the cue's start and all before it, and less than its end.
            is_later = time_ms < word.start_ms < cue.end_ms
            time_ms = word.start_ms if is_later else time_ms
            written.append((f"<{clock(time_ms, '.')}>" if is_later else "") + token.translate(_ESCAPES))
        lines.append(" ".join(written))
    return lines
