"""Checks documents against schemas: muragat's own always, the official ones where they are."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

OWN = Path(__file__).parent / "schemas"
OFFICIAL = {
    "http://www.openarchives.org/OAI/2.0/": "OAI-PMH.xsd",
    "http://www.openarchives.org/OAI/2.0/oai_dc/": "oai_dc.xsd",
    "http://www.pbcore.org/PBCore/PBCoreNamespace.html": "pbcore-2.1.xsd",
    "urn:ebu:metadata-schema:ebucore": "ebucore.xsd",
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
def _official(folder: Path) -> etree.XMLSchema:
    """Return all of them as one: a harvested record is checked within its answer."""
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{name}"/>' for namespace, name in OFFICIAL.items()
    )
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Beside(folder))
    together = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(together, parser))


def faults(name: str, content: bytes | etree._Element) -> list[str]:
    """Return what muragat's own schema finds wrong."""
    return _faults(_own(name), content)


def official_faults(content: bytes | etree._Element) -> list[str]:
    """Return what the official schemas find wrong: of the folder that MURAGAT_SCHEMAS names."""
    return _faults(_official(Path(os.environ["MURAGAT_SCHEMAS"])), content)


def _faults(schema: Any, content: bytes | etree._Element) -> list[str]:
    root = etree.fromstring(content) if isinstance(content, bytes) else content
    schema.validate(etree.fromstring(etree.tostring(root)))
    return [f"{each.line}: {each.message}" for each in schema.error_log]
