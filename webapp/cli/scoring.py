"""score: how far a transcript is from its reference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
import msgspec

from media.language import UNDETERMINED, parse_language
from transcribe.formats.reading import ReadTranscript, read_transcript
from transcribe.scoring.page import score_page
from transcribe.scoring.score import Comparison, Score, TimeError, compare, time_error
from transcribe.speakers.error_rate import SpeakerError, speaker_error

FILE = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything that two files allow to be measured; ``None`` for what one of them does not tell."""

    words: Score | None
    times: TimeError | None
    speakers: SpeakerError | None

    def figures(self) -> dict[str, str]:
        """Return what is measured → its value, in words for people."""
        figures: dict[str, str] = {}
        if self.words:
            figures |= {"WER": f"{self.words.wer:.4f}", "CER": f"{self.words.cer:.4f}"}
        if self.times:
            figures["Word times"] = (
                f"median {self.times.median_ms:.0f} ms, 95 % within {self.times.within_95_ms:.0f} ms "
                f"({self.times.words} words)"
            )
        if self.speakers:
            figures["DER"] = (
                f"{self.speakers.der:.4f} (speakers: {self.speakers.hypothesis_speakers} found, "
                f"{self.speakers.reference_speakers} in the reference)"
            )
        return figures


@click.command()
@click.argument("reference", type=FILE)
@click.argument("hypothesis", type=FILE)
@click.option("--language", help="Of both, a BCP 47 tag; else as the JSON says, or unknown.")
@click.option("--html", "page", type=FILE, help="Write both side by side into this file, differences marked.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
def score(reference: Path, hypothesis: Path, language: str | None, page: Path | None, as_json: bool) -> None:
    """Compare HYPOTHESIS with REFERENCE: errors in words, characters, word times and speakers.

    Each is a text, WebVTT, SRT, JSON of ours, or RTTM; what both files tell is measured.
    """
    asked = parse_language(language) if language else None
    if page and page.resolve() in (reference.resolve(), hypothesis.resolve()):
        raise click.UsageError("--html would write over a file that is compared; name another.")
    true, heard = read_transcript(reference), read_transcript(hypothesis)
    comparison = _compared(true, heard, asked)
    scores = _scores(true, heard, comparison)
    if not scores.figures():
        said = (f"“{path.name}” has {_holds(read)}" for path, read in ((reference, true), (hypothesis, heard)))
        raise click.UsageError(f"{', '.join(said)}: nothing in common to measure; name two with words, or with turns.")
    if page:
        if comparison is None:
            raise click.UsageError("--html shows words, and one of the files has none.")
        names = (reference.name, hypothesis.name)
        page.write_text(score_page(comparison, true.words or (), heard.words or (), scores.figures(), names), "utf-8")
    if as_json:
        click.echo(msgspec.json.encode(_record(scores)).decode())
        return
    for name, value in scores.figures().items():
        click.echo(f"{name} {value}")


def _compared(true: ReadTranscript, heard: ReadTranscript, language: str | None) -> Comparison | None:
    if true.words is None or heard.words is None:
        return None
    return compare(true.words, heard.words, language or true.language or heard.language or UNDETERMINED)


def _scores(true: ReadTranscript, heard: ReadTranscript, comparison: Comparison | None) -> Scores:
    return Scores(
        words=comparison.score() if comparison else None,
        times=time_error(comparison, true.spans, heard.spans) if comparison else None,
        speakers=speaker_error(true.turns, heard.turns) if true.turns is not None and heard.turns is not None else None,
    )


def _holds(read: ReadTranscript) -> str:
    return "turns of speakers alone" if read.words is None else "words alone"


def _record(scores: Scores) -> dict[str, object]:
    """Return one flat record: the names of the fields say what they are of."""
    words = msgspec.to_builtins(scores.words) if scores.words else dict.fromkeys(Score.__slots__)
    times, speakers = scores.times, scores.speakers
    return {
        **words,
        "word_time_median_ms": times.median_ms if times else None,
        "word_time_95_ms": times.within_95_ms if times else None,
        "timed_words": times.words if times else None,
        "der": speakers.der if speakers else None,
        "speakers": msgspec.to_builtins(speakers) if speakers else None,
    }


COMMANDS = (score,)
