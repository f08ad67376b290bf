"""The write API under ``/api/v1`` of the newsroom: all that its pages do, for scripts, by token.

One table of operations (`operations`) makes the routes, the OpenAPI document, and what a token must have for each. It
is written on msgspec as the public site's read API is: flask-smorest would bring a second language of schemas. Errors
are Problem Details (RFC 9457). What can be changed has an ETag, and is changed only by who names the one they saw
(If-Match, RFC 9110).
"""
