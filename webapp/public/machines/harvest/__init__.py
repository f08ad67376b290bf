"""Harvesting by OAI-PMH 2.0 (openarchives.org/OAI/openarchivesprotocol.html).

Written by hand: the library at hand (oai_repo 0.5) brings an HTTP client and a JSON path language into the public
process, names the token's expiry by an attribute that the protocol's schema does not have, and pages by offset, so that
a harvester misses a record when another is published while it harvests.
"""
