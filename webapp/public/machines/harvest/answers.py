"""The six verbs' answers, as elements of the protocol's schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from werkzeug.exceptions import Gone, NotFound

from webapp.edition.layout import read_tombstone
from webapp.public.machines.catalogue import dublin_core, ebucore, pbcore
from webapp.public.machines.catalogue.times import whole_seconds
from webapp.public.machines.harvest.arguments import Arguments, Period, Verb, period
from webapp.public.machines.harvest.changes import Change, changes, first_moment
from webapp.public.machines.harvest.errors import ErrorCode, HarvestError
from webapp.public.machines.harvest.sets import all_sets, chosen, specs_of
from webapp.public.machines.harvest.token import Token, expiry, read_token
from webapp.public.machines.outline import CatalogueRecord, catalogue_record
from webapp.public.machines.xml import Element, Vocabulary
from webapp.public.shelf import Shelf

OAI = Vocabulary("http://www.openarchives.org/OAI/2.0/")
PAGE_RECORDS = 100
IDENTIFIER = "oai:muragat:"
"""Before a programme's id. It names no host, so that a record keeps its name when the site moves."""
BEGINNING = "1970-01-01T00:00:00.000Z"
ADMIN_EMAIL = "unknown@unknown.invalid"
"""The protocol asks for one; the edition knows nobody, and a wrong address is worse than none."""


@dataclass(frozen=True, slots=True)
class Format:
    """A vocabulary in which records are given."""

    schema: str
    namespace: str
    render: Callable[[CatalogueRecord], Element]


FORMATS: Mapping[str, Format] = {
    "oai_dc": Format(dublin_core.SCHEMA, dublin_core.OAI_DC.uri, dublin_core.dublin_core),
    "pbcore": Format(pbcore.SCHEMA, pbcore.PBCORE.uri, pbcore.pbcore),
    "ebucore": Format(ebucore.SCHEMA, ebucore.EBUCORE.uri, ebucore.ebucore),
}


def add_answer(root: Element, shelf: Shelf, asked: Arguments, base_address: str) -> None:
    """Put the answer into the response's element.

    :raises HarvestError: it cannot be answered; nothing was put there.
    """
    if asked.verb is Verb.IDENTIFY:
        _identify(root, shelf, base_address)
    elif asked.verb is Verb.FORMATS:
        _list_formats(root, shelf, asked)
    elif asked.verb is Verb.SETS:
        _list_sets(root, shelf, asked)
    elif asked.verb is Verb.RECORD:
        _get_record(root, shelf, asked)
    else:
        _list(root, shelf, asked)


def _identify(root: Element, shelf: Shelf, base_address: str) -> None:
    made = OAI.add(root, "Identify")
    OAI.add(made, "repositoryName", "muragat")
    OAI.add(made, "baseURL", base_address)
    OAI.add(made, "protocolVersion", "2.0")
    OAI.add(made, "adminEmail", ADMIN_EMAIL)
    OAI.add(made, "earliestDatestamp", datestamp(first_moment(shelf) or BEGINNING))
    OAI.add(made, "deletedRecord", "persistent")
    OAI.add(made, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    OAI.add(made, "compression", "gzip")


def _list_formats(root: Element, shelf: Shelf, asked: Arguments) -> None:
    if "identifier" in asked.values:
        _change(shelf, asked.values["identifier"])
    made = OAI.add(root, "ListMetadataFormats")
    for prefix, known in FORMATS.items():
        each = OAI.add(made, "metadataFormat")
        OAI.add(each, "metadataPrefix", prefix)
        OAI.add(each, "schema", known.schema)
        OAI.add(each, "metadataNamespace", known.namespace)


def _list_sets(root: Element, shelf: Shelf, asked: Arguments) -> None:
    if "resumptionToken" in asked.values:
        raise HarvestError(ErrorCode.BAD_RESUMPTION, "ListSets gives no tokens.")
    found = all_sets(shelf)
    if not found:
        raise HarvestError(ErrorCode.NO_RECORDS, "Nothing is published here yet.")
    made = OAI.add(root, "ListSets")
    for spec, title in found:
        each = OAI.add(made, "set")
        OAI.add(each, "setSpec", spec)
        OAI.add(each, "setName", title)


def _get_record(root: Element, shelf: Shelf, asked: Arguments) -> None:
    found, known = _change(shelf, asked.required("identifier")), _format(asked.required("metadataPrefix"))
    _add_record(OAI.add(root, "GetRecord"), shelf, found, known)


def _list(root: Element, shelf: Shelf, asked: Arguments) -> None:
    """Answer ListIdentifiers and ListRecords, which differ in whether the records come with their headers."""
    token = _token(asked)
    known, of_set = _format(token.prefix, token.after[0] != ""), chosen(token.set_spec)
    after = token.after if token.after[0] else None
    found = changes(shelf, of_set, Period(token.since, token.until), after, PAGE_RECORDS + 1)
    if not found:
        raise HarvestError(ErrorCode.NO_RECORDS, "No record was changed then, or is in this set.")
    made = OAI.add(root, asked.verb.value)
    for change in found[:PAGE_RECORDS]:
        if asked.verb is Verb.RECORDS:
            _add_record(made, shelf, change, known)
        else:
            _add_header(made, shelf, change)
    last = found[:PAGE_RECORDS][-1]
    if len(found) > PAGE_RECORDS:
        until = expiry()
        going_on = Token(
            verb=token.verb,
            prefix=token.prefix,
            after=(last.moment, last.programme_id),
            expires=int(until.timestamp()),
            since=token.since,
            until=token.until,
            set_spec=token.set_spec,
        )
        OAI.add(made, "resumptionToken", going_on.written(), expirationDate=until.isoformat().replace("+00:00", "Z"))
    elif after:
        OAI.add(made, "resumptionToken")


def _token(asked: Arguments) -> Token:
    """Return the token that was given, or what a first request amounts to."""
    if "resumptionToken" in asked.values:
        return read_token(asked.values["resumptionToken"], asked.verb)
    when = period(asked.values)
    prefix = asked.required("metadataPrefix")
    return Token(asked.verb, prefix, ("", ""), 0, when.since, when.until, asked.values.get("set"))


def _format(prefix: str, is_of_token: bool = False) -> Format:
    if prefix not in FORMATS:
        code = ErrorCode.BAD_RESUMPTION if is_of_token else ErrorCode.CANNOT_DISSEMINATE
        raise HarvestError(code, f"Records are given as {', '.join(FORMATS)}.")
    return FORMATS[prefix]


def _change(shelf: Shelf, identifier: str) -> Change:
    """Return the last change of a record.

    :raises HarvestError: there never was one of this name (idDoesNotExist).
    """
    programme_id = identifier.removeprefix(IDENTIFIER)
    try:
        if programme_id == identifier:
            raise NotFound
        return Change(shelf.versions(programme_id)[0].published_at, programme_id, False)
    except Gone:
        gone = read_tombstone(shelf.layout, programme_id)
        if gone is None:  # It has just come back.
            raise
        return Change(gone.withdrawn_at, programme_id, True)
    except NotFound as error:
        raise HarvestError(ErrorCode.NO_SUCH_ID, "There is no record of this name.") from error


def _add_record(parent: Element, shelf: Shelf, change: Change, known: Format) -> None:
    made = OAI.add(parent, "record")
    if _add_header(made, shelf, change):
        metadata = OAI.add(made, "metadata")
        metadata.append(known.render(catalogue_record(shelf, change.programme_id)))


def _add_header(parent: Element, shelf: Shelf, change: Change) -> bool:
    """Put the header there; return whether there is a record to go with it."""
    header = OAI.add(parent, "header")
    if change.is_withdrawn:
        header.set("status", "deleted")
    OAI.add(header, "identifier", IDENTIFIER + change.programme_id)
    OAI.add(header, "datestamp", datestamp(change.moment))
    if not change.is_withdrawn:
        for spec in specs_of(shelf.entry(change.programme_id)):
            OAI.add(header, "setSpec", spec)
    return not change.is_withdrawn


def datestamp(moment: str) -> str:
    """Return a moment of the edition to the second."""
    return whole_seconds(moment).isoformat().replace("+00:00", "Z")
