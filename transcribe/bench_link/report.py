"""The result of the linking benchmark, as a record and as a table to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from transcribe.bench_link.benchmark import Result
from transcribe.bench_link.retrieval import OURS, Retrieval


def as_json(result: Result) -> dict[str, object]:
    """Return the record that `--json` prints; keys as in docs/linking.md."""
    return {
        "T1": {
            text: {
                **{name: _retrieval(found) for name, found in t1.methods.items()},
                "differences": [asdict(each) for each in t1.differences],
                "ablation": {name: _retrieval(found) for name, found in t1.ablation.items()},
            }
            for text, t1 in result.t1.items()
        },
        "T2": {name: {method: _retrieval(found) for method, found in t2.items()} for name, t2 in result.t2.items()},
        "T3": {name: [asdict(each) for each in t3] for name, t3 in result.t3.items()},
        "T4": {name: asdict(each) for name, each in result.t4.items()},
        "T5": {name: asdict(each) for name, each in result.t5.items()},
        "T6": {"seconds_an_hour": result.t6_seconds},
    }


def as_table(result: Result) -> str:
    return "\n".join(_lines(result))


def _retrieval(found: Retrieval) -> Mapping[str, object]:
    return {
        "sentences": found.sentences,
        "hit@1": found.hit_at_1,
        "hit@5": found.hit_at_5,
        "unit_f1": found.unit_f1,
        "low": found.low,
        "high": found.high,
    }


def _lines(result: Result) -> Iterator[str]:
    for text, t1 in result.t1.items():
        yield f"T1 meetings, {text} text ({t1.methods[OURS].sentences} sentences)"
        yield from _methods(t1.methods)
        for each in t1.differences:
            yield f"  ours − {each.to:<18} hit@1 {_spread(each.hit_at_1)}   hit@5 {_spread(each.hit_at_5)}"
        yield from _methods({f"only {name}": found for name, found in t1.ablation.items()})
    for name, t2 in result.t2.items():
        yield f"T2 Kazakh, {name} % of the words misheard ({t2[OURS].sentences} sentences)"
        yield from _methods(t2)
    for name, t3 in result.t3.items():
        yield f"T3 verdicts, {name} % of the words misheard"
        for told in t3:
            yield (
                f"  {told.false:<22} balanced accuracy {told.balanced_accuracy:.3f}   "
                f"true accepted {told.accepted[0]:.3f}, false {told.accepted[1]:.3f} of {told.sentences}"
            )
            if told.part_accepted:
                yield (
                    f"  {'   the word itself':<22} balanced accuracy {told.part_balanced_accuracy:.3f}   "
                    f"true accepted {told.part_accepted[0]:.3f}, false {told.part_accepted[1]:.3f}"
                )
    for name, t4 in result.t4.items():
        yield (
            f"T4 {name}: ECE {t4.ece} ({t4.low}–{t4.high}); precision of the surer half "
            f"{t4.precision_at_half:.3f}; 90 % right up to a coverage of {t4.coverage_at_90:.2f}"
        )
    for name, t5 in result.t5.items():
        parts = f"precision {t5.precision:.3f}, recall {t5.recall:.3f}"
        yield f"T5 {name}: F1 {t5.f1:.3f} ({parts}) of {t5.minutes} minutes"
    if result.t6_seconds is not None:
        yield f"T6 an hour's programme: {result.t6_seconds} s"


def _methods(methods: Mapping[str, Retrieval]) -> Iterator[str]:
    for name, found in methods.items():
        f1 = "" if found.unit_f1 is None else f"   unit F1 {found.unit_f1:.3f}"
        first = f"hit@1 {found.hit_at_1:.3f} ({found.low:.3f}–{found.high:.3f})"
        yield f"  {name:<24} {first}   hit@5 {found.hit_at_5:.3f}{f1}"


def _spread(figures: tuple[float, float, float]) -> str:
    mean, low, high = figures
    return f"{mean:+.3f} ({low:+.3f} … {high:+.3f})"
