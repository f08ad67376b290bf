"""The read API under ``/api/v1``: JSON records, described by an OpenAPI 3.1 document that is made from the same table.

Written on msgspec, which the edition is read with anyway: flask-smorest would bring a second language of schemas
(marshmallow) and a page of documentation whose scripts come from another host.
"""
