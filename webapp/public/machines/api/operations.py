"""The operations of the API: one table, of which both the routes and the OpenAPI document are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from transcribe.formats.json_transcript import JsonTranscript
from webapp.edition.catalogue import FacetKind
from webapp.openapi import InPath, rule_of
from webapp.public.machines.api import answers, records
from webapp.public.machines.api.asked import Nothing, WhichProgrammes, WhichWords
from webapp.public.machines.api.words import _

BAD, ABSENT, GONE = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE
OF_A_PROGRAMME = (BAD, ABSENT, GONE)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked."""

    name: str
    path: str
    """As OpenAPI writes it."""
    summary: str
    description: str
    answer: Callable[..., object]
    result: type
    asked: type[msgspec.Struct] = Nothing
    in_path: tuple[InPath, ...] = ()
    refusals: tuple[HTTPStatus, ...] = (BAD,)

    @property
    def rule(self) -> str:
        """The path as Flask writes it."""
        return rule_of(self.path, self.in_path)


PROGRAMME = InPath("programme_id", _("The id of a programme."), "p1", {"type": "string", "minLength": 1})
NUMBER = InPath(
    "number", _("The number of a version."), 1, {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}, "int"
)
KIND = InPath("kind", _("What programmes are sorted by."), "language", {"type": "string", "enum": [*FacetKind]})

OPERATIONS = (
    Operation(
        "programmes",
        "/programmes",
        _("List programmes"),
        _(
            "All public programmes, those that changed last first. With `since` a copy elsewhere is kept up to date; "
            "what was withdrawn is no longer in the list, and `/oai` tells of it."
        ),
        answers.programmes,
        records.ProgrammePage,
        asked=WhichProgrammes,
    ),
    Operation(
        "programme",
        "/programmes/{programme_id}",
        _("Get a programme"),
        _("What is known of the newest version: facts, sound, translations, corrections, and where its words are."),
        answers.programme,
        records.ProgrammeRecord,
        in_path=(PROGRAMME,),
        refusals=OF_A_PROGRAMME,
    ),
    Operation(
        "versions",
        "/programmes/{programme_id}/versions",
        _("List the versions of a programme"),
        _("Every published version keeps its number and its address; `changes` says what differs from the one before."),
        answers.versions,
        records.Versions,
        in_path=(PROGRAMME,),
        refusals=OF_A_PROGRAMME,
    ),
    Operation(
        "version",
        "/programmes/{programme_id}/versions/{number}",
        _("Get one version of a programme"),
        _("The same record as of the programme, as this version has it."),
        answers.version,
        records.ProgrammeRecord,
        in_path=(PROGRAMME, NUMBER),
        refusals=OF_A_PROGRAMME,
    ),
    Operation(
        "transcript",
        "/programmes/{programme_id}/transcript",
        _("Get what is said"),
        _("Segments and words of the newest version with times, speakers and a machine's doubts."),
        answers.transcript,
        JsonTranscript,
        in_path=(PROGRAMME,),
        refusals=OF_A_PROGRAMME,
    ),
    Operation(
        "summary",
        "/programmes/{programme_id}/summary",
        _("Get the summary with its links"),
        _("Each sentence with a verdict in words and the spans in which it is heard."),
        answers.summary,
        records.Summary,
        in_path=(PROGRAMME,),
        refusals=OF_A_PROGRAMME,
    ),
    Operation(
        "search",
        "/search",
        _("Search"),
        _("The same search as the site's: inside inflected words, in Cyrillic or Latin letters."),
        answers.search_words,
        records.SearchPage,
        asked=WhichWords,
    ),
    Operation(
        "facet",
        "/facets/{kind}",
        _("List the values of a kind"),
        _("Series, years, broadcasters, languages, people, places, topics or speakers, with counts of programmes."),
        answers.facet,
        records.FacetValues,
        in_path=(KIND,),
        refusals=(BAD, ABSENT),
    ),
)
