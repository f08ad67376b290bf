"""The one door to the identity provider (OpenID Connect, code flow with PKCE): nothing else is ever connected to.

Loaded only where a provider is configured: Authlib and requests are not light.
"""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests.adapters import HTTPAdapter

from webapp.errors import IdentityRefused, ProviderUnreachable
from webapp.people.identities import Identity
from webapp.people.settings import Provider

ALGORITHMS = ["RS256", "PS256", "ES256"]
"""By which it may sign; "none" and keys that both sides know are not among them."""
LEEWAY_S = 60
"""By how much its clock may differ."""
TIMEOUT_S = 5
WHOLE_S = 10
MOST_BYTES = 1 << 20
MOST_AGE_S = 600
"""It is asked to let somebody sign in anew who did so longer ago, and to say when it was."""
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Question:
    """What a browser is sent to the provider with."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider says of somebody."""

    identity: Identity
    shown_ms: int
    """Unix time at which they showed it who they are; 0 where it does not say, which may be long ago."""


def ask(provider: Provider, back: str) -> Question:
    """Return where a browser is to go.

    :param back: the address of this newsroom to which the provider sends it back.
    :raises ProviderUnreachable: it does not answer, or not as a provider does.
    """
    state, nonce, verifier = generate_token(43), generate_token(43), generate_token(64)
    with _session(provider, back) as session:
        endpoint = _metadata(session, provider)["authorization_endpoint"]
        url, _ = session.create_authorization_url(
            endpoint, state=state, nonce=nonce, code_verifier=verifier, max_age=MOST_AGE_S
        )
    return Question(url, state, nonce, verifier)


def answer(provider: Provider, back: str, code: str, *, nonce: str, verifier: str) -> Answer:
    """Return for whom the provider vouches by the code that it gave, and since when.

    :param nonce: of the question. :param verifier: of the question.
    :raises ProviderUnreachable: it does not answer, or not as a provider does.
    :raises IdentityRefused: it does not know the code, or its token is not signed by it, not for this newsroom, not of
        this question, or too old.
    """
    with _session(provider, back) as session:
        metadata = _metadata(session, provider)
        keys = _fetch(session, metadata["jwks_uri"])
        try:
            token = session.fetch_token(metadata["token_endpoint"], code=code, code_verifier=verifier)
        except AuthlibBaseError as error:
            raise IdentityRefused(
                f"{provider.name} does not know this sign-in ({error.error}); begin again."
            ) from error
        except (requests.RequestException, ValueError) as error:
            raise _unreachable(provider) from error
    claims = _claims(provider, token, keys, nonce)
    is_verified = claims.get("email_verified") is True and isinstance(claims.get("email"), str)
    identity = Identity(provider.issuer, str(claims["sub"]), str(claims["email"]) if is_verified else None)
    return Answer(identity, 1000 * _seconds(claims.get("auth_time")))


def _claims(provider: Provider, token: Mapping[str, Any], keys: Any, nonce: str) -> Mapping[str, Any]:
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    params = {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
    try:
        decoded = jwt.decode(str(token["id_token"]), KeySet.import_key_set(keys), algorithms=ALGORITHMS)
        claims = CodeIDToken(decoded.claims, decoded.header, options, params)
        claims.validate(leeway=LEEWAY_S)
    except (JoseError, ValueError, KeyError) as error:
        raise IdentityRefused(
            f"What {provider.name} says of you cannot be trusted ({_why(error)}); begin again."
        ) from error
    return dict(claims)


def _seconds(auth_time: object) -> int:
    """Return when somebody signed in at the provider; never later than now, whatever its clock says."""
    return min(auth_time, int(time.time())) if isinstance(auth_time, int) else 0


def _why(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _metadata(session: OAuth2Session, provider: Provider) -> Mapping[str, str]:
    found: Mapping[str, str] = _fetch(session, provider.issuer.rstrip("/") + WELL_KNOWN)
    try:
        OpenIDProviderMetadata(found).validate_issuer()
    except ValueError as error:
        raise _unreachable(provider) from error
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != provider.issuer or any(not isinstance(found.get(name), str) for name in wanted):
        raise _unreachable(provider)
    return found


def _fetch(session: OAuth2Session, url: str) -> Any:
    try:
        response = session.get(url, withhold_token=True, headers={"Accept": "application/json"})
        response.raise_for_status()
        found = response.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderUnreachable("The identity provider does not answer; sign in by your password.") from error
    if not isinstance(found, dict):
        raise ProviderUnreachable("The identity provider answers nonsense; sign in by your password.")
    return found


def _session(provider: Provider, back: str) -> OAuth2Session:
    session = OAuth2Session(
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        scope="openid email",
        redirect_uri=back,
        code_challenge_method="S256",
    )
    session.trust_env = False  # No proxy and no password file of this machine.
    session.max_redirects = 0
    door = _Door(provider)
    for scheme in ("https://", "http://"):
        session.mount(scheme, door)
    return session


class _Door(HTTPAdapter):
    """Lets requests through to the provider only, and takes only so much, for only so long."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self._origins = {_origin(provider.issuer), *(f"https://{host}" for host in provider.hosts)}

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        if _origin(request.url or "") not in self._origins:
            raise requests.exceptions.InvalidURL(f"{request.url} is not the identity provider's")
        until = time.monotonic() + WHOLE_S
        response = super().send(request, *args, **(options | {"timeout": TIMEOUT_S, "stream": True}))
        taken = io.BytesIO()
        while part := response.raw.read1(1 << 16, decode_content=True):
            taken.write(part)
            if taken.tell() > MOST_BYTES or time.monotonic() > until:
                response.close()
                raise requests.exceptions.ConnectionError("the answer does not end")
        response.raw.release_conn()
        taken.seek(0)
        response.raw = taken
        return response


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _unreachable(provider: Provider) -> ProviderUnreachable:
    return ProviderUnreachable(f"{provider.name} does not answer as it should; sign in by your password.")
