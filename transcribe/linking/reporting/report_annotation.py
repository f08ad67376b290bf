"""The links of a programme as W3C Web Annotations: a sentence is the body of an annotation on seconds of the sound.

Web Annotation Data Model and Vocabulary (W3C Recommendations, 23 February 2017), Media Fragments URI 1.0.
"""

from __future__ import annotations

import msgspec

from transcribe.formats.webannotation import CONTEXT, on_sound, sound_of
from transcribe.linking.decided.placed import PlacedLink
from transcribe.linking.reporting.report import VERDICTS, Report
from transcribe.records import Verdict


def render(report: Report) -> str:
    """Return an annotation collection of one page. Sentences that were found nowhere are no annotations."""
    found = [placed for placed in report.links if placed.spans]
    collection = {
        "@context": CONTEXT,
        "id": f"urn:muragat:linking:{report.linking.linking_id}",
        "type": "AnnotationCollection",
        "label": f"{report.programme.title}: its summary in its sound",
        "total": len(found),
        "first": {
            "id": f"urn:muragat:linking:{report.linking.linking_id}:1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": [_annotation(report, placed) for placed in found],
        },
    }
    return msgspec.json.format(msgspec.json.encode(collection), indent=2).decode() + "\n"


def _annotation(report: Report, placed: PlacedLink) -> dict[str, object]:
    link, decided = placed.link, placed.link.decided
    annotation: dict[str, object] = {
        "id": f"urn:muragat:link:{link.link_id}",
        "type": "Annotation",
        "motivation": "linking" if link.verdict is not Verdict.CONFLICTING else "assessing",
        "created": report.linking.created_at,
        "generator": {"type": "Software", "name": "muragat"},
        "body": [_sentence(report, placed), _verdict(placed)],
        "target": [on_sound(sound_of(report.programme.programme_id), span) for span in placed.spans],
    }
    if decided:
        annotation |= {"creator": {"type": "Person", "nickname": decided.user_name}, "created": decided.created_at}
    return annotation


def _sentence(report: Report, placed: PlacedLink) -> dict[str, object]:
    claim, summary = placed.link.claim, report.summary
    return {
        "type": "SpecificResource",
        "purpose": "describing",
        "source": f"urn:muragat:document:{summary.document_id}",
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": summary.text[claim.start_char : claim.end_char],
                "prefix": summary.text[max(0, claim.start_char - 32) : claim.start_char],
                "suffix": summary.text[claim.end_char : claim.end_char + 32],
            },
            {"type": "TextPositionSelector", "start": claim.start_char, "end": claim.end_char},
        ],
    }


def _verdict(placed: PlacedLink) -> dict[str, object]:
    stale = "; the words there have changed since" if placed.is_stale else ""
    return {
        "type": "TextualBody",
        "purpose": "assessing",
        "format": "text/plain",
        "language": "en",
        "value": VERDICTS[placed.link.verdict] + stale,
    }
