"""Checks documents against schemas: muragat's own always, the official ones where they are."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

OWN = Path(__file__).parent / "schemas"
OFFICIAL = {
    "oai_dc": "oai_dc.xsd",
    "pbcore": "pbcore-2.1.xsd",
    "ebucore": "ebucore.xsd",
    "oai_pmh": "OAI-PMH.xsd",
}


class _Beside(etree.Resolver):
    """Finds what a schema imports beside it, whatever address it names: nothing is fetched."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:
        return self.resolve_filename(str(self.folder / Path(system_url).name), context)


@cache
def _own(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(OWN / f"{name}.rng"))


@cache
def _official(name: str, folder: Path) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Beside(folder))
    return etree.XMLSchema(etree.parse(folder / OFFICIAL[name], parser))


def faults(name: str, content: bytes | etree._Element) -> list[str]:
    """Return what muragat's own schema finds wrong."""
    return _faults(_own(name), content)


def official_faults(name: str, content: bytes | etree._Element) -> list[str]:
    """Return what the official schema finds wrong; the test is skipped where there is none."""
    folder = os.environ.get("MURAGAT_SCHEMAS")
    if folder is None:
        pytest.skip("the official schemas are not part of the project; set MURAGAT_SCHEMAS to a folder that has them")
    return _faults(_official(name, Path(folder)), content)


def _faults(schema: Any, content: bytes | etree._Element) -> list[str]:
    root = etree.fromstring(content) if isinstance(content, bytes) else content
    schema.validate(etree.fromstring(etree.tostring(root)))
    return [f"{each.line}: {each.message}" for each in schema.error_log]
