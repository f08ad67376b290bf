"""What a harvester is told when it asks wrongly: the protocol's own words, on a page of its own with status 200."""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    BAD_ARGUMENT = "badArgument"
    BAD_RESUMPTION = "badResumptionToken"
    BAD_VERB = "badVerb"
    CANNOT_DISSEMINATE = "cannotDisseminateFormat"
    NO_SUCH_ID = "idDoesNotExist"
    NO_RECORDS = "noRecordsMatch"


class HarvestError(Exception):
    """The protocol has a code for what is wrong with the request."""

    def __init__(self, code: ErrorCode, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
