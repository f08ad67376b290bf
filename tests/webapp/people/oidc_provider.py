"""A small OpenID provider, run as a process of its own: it signs whoever comes in, and errs in the way it is told to.

`python -m tests.webapp.people.oidc_provider` says its address on the first line of standard error.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
from urllib.parse import urlencode

import waitress
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.wrappers import Response as AnyResponse

CLIENT_ID, CLIENT_SECRET = "muragat", "the secret that both know"
app = Flask(__name__)
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
ANOTHERS_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
told: dict[str, object] = {
    "fault": "",
    "subject": "subject-1",
    "email": "dana@example.org",
    "verified": True,
    "shown_s_ago": 0,
}
asked: dict[str, dict[str, str]] = {}
"""By the code that was given."""


def issuer() -> str:
    return request.host_url.rstrip("/")


@app.post("/tell")
def tell() -> Response:
    """Be told by the test how to answer next."""
    told.update(request.get_json())
    return jsonify(told)


@app.get("/.well-known/openid-configuration")
def configuration() -> AnyResponse:
    if told["fault"] == "away":
        return redirect("http://127.0.0.1:9/elsewhere")
    if told["fault"] == "endless":
        return Response((b" " * 65536 for _ in range(64)), mimetype="application/json")
    if told["fault"] == "broken":
        return Response("<html>", status=500)
    here = issuer()
    return jsonify(
        issuer="https://other.example" if told["fault"] == "other issuer named" else here,
        authorization_endpoint=f"{here}/authorize",
        token_endpoint=here.replace("127.0.0.1", "localhost") + "/token"
        if told["fault"] == "other host"
        else f"{here}/token",
        jwks_uri=f"{here}/keys",
    )


@app.get("/keys")
def keys() -> Response:
    return jsonify(keys=[KEY.as_dict(private=False)])


@app.get("/authorize")
def authorize() -> AnyResponse:
    code = secrets.token_urlsafe(16)
    asked[code] = dict(request.args)
    answer = {"code": code, "state": request.args["state"], "iss": issuer()}
    if told["fault"] == "declined":
        answer = {"error": "access_denied", "state": request.args["state"]}
    if told["fault"] == "iss":
        answer["iss"] = "https://other.example"
    return redirect(f"{request.args['redirect_uri']}?{urlencode(answer)}")


@app.post("/token")
def token() -> AnyResponse:
    """Give the token for a code, once, to whoever knows the secret and the verifier."""
    known = asked.pop(request.form["code"], None)
    given = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET.replace(' ', '+')}".encode()).decode()
    plain = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
    hashed = base64.urlsafe_b64encode(hashlib.sha256(request.form.get("code_verifier", "").encode()).digest())
    is_right = known and known["code_challenge"] == hashed.decode().rstrip("=") and known["client_id"] == CLIENT_ID
    if not is_right or request.headers.get("Authorization") not in {f"Basic {given}", f"Basic {plain}"}:
        return jsonify(error="invalid_grant"), 400  # type: ignore[return-value]
    assert known
    return jsonify(access_token="x", token_type="Bearer", id_token=id_token(known))


def id_token(known: dict[str, str]) -> str:
    fault, now = told["fault"], int(time.time())
    claims = {
        "iss": "https://other.example" if fault == "issuer" else issuer(),
        "aud": "somebody else" if fault == "audience" else CLIENT_ID,
        "sub": told["subject"],
        "iat": now - (7200 if fault == "expired" else 0),
        "exp": now + (-3600 if fault == "expired" else 300),
        "nonce": "another" if fault == "nonce" else known["nonce"],
        "email": told["email"],
        "email_verified": told["verified"],
    }
    if told["shown_s_ago"] is not None:
        claims["auth_time"] = now - int(str(told["shown_s_ago"]))
    if fault == "no nonce":
        del claims["nonce"]
    if fault == "alg none":
        head, body = (
            base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
            for part in ({"alg": "none", "typ": "JWT"}, claims)
        )
        return f"{head}.{body}."
    if fault == "alg HS256":
        # The public key taken for a shared one: the oldest trick.
        secret = OctKey.import_key(json.dumps(KEY.as_dict(private=False)))
        return jwt.encode({"alg": "HS256", "kid": "one"}, claims, secret)
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, ANOTHERS_KEY if fault == "signature" else KEY)


def main() -> None:
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    print(f"http://127.0.0.1:{server.effective_port}", file=sys.stderr, flush=True)  # noqa: T201
    server.run()


if __name__ == "__main__":
    main()
