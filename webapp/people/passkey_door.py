"""What a browser says of a passkey, judged by the WebAuthn library. Loaded only when one is made or used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from webapp.errors import PasskeyRefused
from webapp.people.passkeys import NewPasskey, Passkey
from webapp.public.site_address import SiteAddress

NAME = "muragat"
TIMEOUT_MS = 5 * 60 * 1000
MOST_CHARACTERS = 1 << 16
"""Of what a browser sends."""
NONSENSE = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)
"""What the library raises of an answer that is not one."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a browser is asked."""

    options: str
    """JSON, as `navigator.credentials` takes it."""
    challenge: bytes


def ask_for_new(site: SiteAddress, user_id: str, name: str, kept: Iterable[Passkey] = ()) -> Challenge:
    """Ask for a new passkey that tells by itself whose it is and that its owner was there.

    :param kept: passkeys that the person has; their holders make no second one.
    """
    options = generate_registration_options(
        rp_id=_rp_id(site),
        rp_name=NAME,
        user_id=user_id.encode(),
        user_name=name,
        timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in kept],
    )
    return Challenge(options_to_json(options), options.challenge)


def check_new(site: SiteAddress, said: str, challenge: bytes) -> NewPasskey:
    """Return the passkey that a browser has made.

    :param said: JSON of its answer.
    :raises PasskeyRefused: it is not the answer to this challenge, from this site, by somebody who was there.
    """
    try:
        made = verify_registration_response(
            credential=_short(said),
            expected_challenge=challenge,
            expected_rp_id=_rp_id(site),
            expected_origin=_origin(site),
            require_user_verification=True,
        )
    except NONSENSE as error:
        raise PasskeyRefused("This passkey could not be added; try again.") from error
    return NewPasskey(made.credential_id, made.credential_public_key, made.sign_count)


def ask_for_use(site: SiteAddress) -> Challenge:
    """Ask for any passkey of this site."""
    options = generate_authentication_options(
        rp_id=_rp_id(site), timeout=TIMEOUT_MS, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Challenge(options_to_json(options), options.challenge)


def named_by(said: str) -> bytes:
    """Return the id of the passkey that an answer is from.

    :raises PasskeyRefused: it is no such answer.
    """
    try:
        return parse_authentication_credential_json(_short(said)).raw_id
    except NONSENSE as error:
        raise PasskeyRefused("This passkey could not be read; try again.") from error


def check_use(site: SiteAddress, said: str, challenge: bytes, passkey: Passkey) -> int:
    """Return how often a passkey says that it was used, its signature proven.

    :raises PasskeyRefused: it is not the answer of this passkey to this challenge, from this site, by somebody who was
        there.
    """
    try:
        used = verify_authentication_response(
            credential=_short(said),
            expected_challenge=challenge,
            expected_rp_id=_rp_id(site),
            expected_origin=_origin(site),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,  # Compared where it is kept: only what is signed may make it suspect.
            require_user_verification=True,
        )
    except NONSENSE as error:
        raise PasskeyRefused("This passkey could not be checked; try again, or sign in by your password.") from error
    return used.new_sign_count


def _rp_id(site: SiteAddress) -> str:
    return site.host.partition(":")[0]


def _origin(site: SiteAddress) -> str:
    return f"{site.scheme}://{site.host}"


def _short(said: str) -> str:
    if len(said) > MOST_CHARACTERS:
        raise PasskeyRefused("This passkey could not be read; try again.")
    return said
