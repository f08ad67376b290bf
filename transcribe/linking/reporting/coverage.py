"""What a summary and its programme have in common, for the editor: sentences by verdict, and what either lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from media.records import Span
from transcribe.linking.anchors import FEW, Anchor, anchors_of
from transcribe.linking.decided.placed import PlacedLink
from transcribe.linking.evidence import Heard
from transcribe.linking.hits import find_hits
from transcribe.linking.names.fold import fold
from transcribe.linking.names.similarity import closeness
from transcribe.linking.numerals.numbers import Number
from transcribe.linking.omitted import FIRST_WORDS, SHORTEST_MS
from transcribe.linking.stopwords import GENERIC, STOPWORDS
from transcribe.linking.weights import CLOSE_NAME, HEARD
from transcribe.records import Omitted, Part, PartKind, Verdict

MOST = 20
"""Names, and numbers, that are listed: the most frequent."""
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or number that the programme has and its summary lacks."""

    kind: PartKind
    text: str
    """As it is most often said."""
    times: int
    span: Span
    """When it is said first."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a summary and its programme cover each other."""

    verdicts: Mapping[Verdict, int]
    """Sentences by verdict; each verdict is there."""
    decided: int
    """Sentences about which a person's decision stands."""
    omitted: tuple[Omitted, ...]
    unmentioned: tuple[Mention, ...]
    """Names, then numbers, of the programme that the summary lacks; the most frequent first."""
    unheard: tuple[Part, ...]
    """Names and numbers of the summary that the programme lacks where the sentence is found, or says otherwise."""


def cover(
    placed: Sequence[PlacedLink],
    omitted: Sequence[Omitted],
    heard: Heard,
    summary_language: str,
    terms: tuple[str, ...] = (),
) -> Coverage:
    """Return the coverage of a linking.

    :param placed: its links where their words are now.
    :param omitted: what it found to be left out, where that is now.
    :param heard: in the programme as it stands.
    :param summary_language: primary subtag.
    :param terms: the newsroom's glossary.
    """
    links = [each.link for each in placed]
    counted = Counter(link.verdict for link in links)
    anchors = [anchor for link in links for anchor in anchors_of(link.claim.text, summary_language, terms)]
    return Coverage(
        verdicts={verdict: counted[verdict] for verdict in Verdict},
        decided=sum(link.decided is not None for link in links),
        omitted=still_omitted(omitted, placed, heard),
        unmentioned=(*_names(heard, anchors), *_numbers(heard, anchors)),
        unheard=tuple(
            part
            for link in links
            for part in link.parts
            if part.kind is not PartKind.QUOTE and part.text in link.missing
        ),
    )


def still_omitted(omitted: Sequence[Omitted], placed: Sequence[PlacedLink], heard: Heard) -> tuple[Omitted, ...]:
    """Return the stretches that are left out still, now that people have said where some sentences are heard."""
    told = sorted(span for each in placed if each.link.decided for span in each.spans)
    left = [piece for each in omitted for piece in _left(each, told, heard)]
    return tuple(sorted(left, key=lambda each: (-each.weight, each.span.start_ms)))


def _left(omitted: Omitted, told: Sequence[Span], heard: Heard) -> Iterator[Omitted]:
    """Yield what is left of a stretch: pieces that are long enough to be one, without the English of the whole."""
    whole = omitted.span
    if not any(whole.overlap_ms(span) for span in told):
        yield omitted
        return
    start_ms = whole.start_ms
    for span in (*told, Span(whole.end_ms, whole.end_ms)):
        words = [word for word in heard.words if start_ms <= word.start_ms < min(span.start_ms, whole.end_ms)]
        start_ms = max(start_ms, span.end_ms)
        piece = Span(words[0].start_ms, max(word.end_ms for word in words)) if words else Span(0, 0)
        if piece.duration_ms >= SHORTEST_MS:
            weight = round(omitted.weight * piece.duration_ms / whole.duration_ms, 4)
            yield Omitted(piece, weight, " ".join(word.text for word in words[:FIRST_WORDS]))


def _numbers(heard: Heard, anchors: Sequence[Anchor]) -> list[Mention]:
    told = [anchor.number for anchor in anchors if anchor.number]
    found: list[tuple[Number, list[Number]]] = []
    for number in heard.numbers:
        says_little = number.value <= FEW and number.value.denominator == 1
        if says_little or any(number.same_as(other) for other in told):
            continue
        same = next((group for first, group in found if first.same_as(number)), None)
        if same is None:
            found.append((number, [number]))
        else:
            same.append(number)
    mentions = (_mention(heard, PartKind.NUMBER, [(n.first, n.last) for n in group]) for _, group in found)
    return sorted(mentions, key=lambda mention: -mention.times)[:MOST]


def _names(heard: Heard, anchors: Sequence[Anchor]) -> list[Mention]:
    told = {
        token
        for hits in find_hits(anchors, heard)
        for hit in hits
        if hit.strength >= HEARD
        for token in range(hit.first, hit.last + 1)
    }
    runs = list(_runs(heard))
    cluster = _clusters([fold(heard.tokens[token].text) for first, last in runs for token in range(first, last + 1)])
    said: dict[str, list[tuple[int, int]]] = {}
    for first, last in runs:
        # A person is known by the last of their names.
        said.setdefault(cluster[fold(heard.tokens[last].text)], []).append((first, last))
    lacking = [places for places in said.values() if not any(_is_told(place, told) for place in places)]
    mentions = (_mention(heard, PartKind.NAME, places) for places in lacking)
    return sorted(mentions, key=lambda mention: -mention.times)[:MOST]


def _is_told(place: tuple[int, int], told: set[int]) -> bool:
    return any(token in told for token in range(place[0], place[1] + 1))


def _runs(heard: Heard) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of every run of names; a word that opens a sentence is none."""
    first: int | None = None
    for index, token in enumerate(heard.tokens):
        lower = token.lower
        is_name = (
            token.text[0].isupper()
            and not token.opens
            and len(token.text) >= SHORTEST_NAME
            and lower not in STOPWORDS
            and lower not in GENERIC
            and bool(fold(token.text))
        )
        if is_name:
            first = index if first is None else first
        elif first is not None:
            yield first, index - 1
            first = None
    if first is not None:
        yield first, len(heard.tokens) - 1


def _clusters(keys: Sequence[str]) -> Mapping[str, str]:
    """Return for each folded word the shortest that it begins with: a name with and without its endings is one."""
    distinct = sorted(set(keys), key=lambda key: (len(key), key))
    near = closeness(distinct, distinct)
    return {word: distinct[int((near[:, column] >= CLOSE_NAME).argmax())] for column, word in enumerate(distinct)}


def _mention(heard: Heard, kind: PartKind, places: Sequence[tuple[int, int]]) -> Mention:
    texts = Counter(" ".join(token.text for token in heard.tokens[first : last + 1]) for first, last in places)
    first, last = places[0]
    span = heard.span(heard.tokens[first].word, heard.tokens[last].word + 1)
    return Mention(kind, texts.most_common(1)[0][0], len(places), span)
