"""The newsroom's own address and its identity provider: ``newsroom.toml`` in the archive, or the environment."""

from __future__ import annotations

import ipaddress
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from webapp.errors import BadSettings, NotAnAddress
from webapp.public.site_address import SiteAddress

FILE = "newsroom.toml"
ENVIRONMENT = {
    "MURAGAT_NEWSROOM_ADDRESS": "address",
    "MURAGAT_OIDC_ISSUER": "oidc.issuer",
    "MURAGAT_OIDC_CLIENT_ID": "oidc.client_id",
    "MURAGAT_OIDC_CLIENT_SECRET": "oidc.client_secret",
    "MURAGAT_OIDC_NAME": "oidc.name",
    "MURAGAT_OIDC_HOSTS": "oidc.hosts",
    "MURAGAT_BREACHED_PASSWORDS": "breached_passwords",
}
"""Variable → setting; a variable goes before the file."""
NEEDED = ("oidc.issuer", "oidc.client_id", "oidc.client_secret")


@dataclass(frozen=True, slots=True)
class Provider:
    """Whoever vouches for people by OpenID Connect."""

    name: str
    """As the button calls it."""
    issuer: str
    client_id: str
    client_secret: str
    hosts: tuple[str, ...] = ()
    """Others that the issuer may name for its keys and tokens; nothing else is ever connected to."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a newsroom knows of itself."""

    address: SiteAddress | None = None
    """That people open it by; passkeys belong to it. ``None``: there are none."""
    provider: Provider | None = None
    breached_passwords: Path | None = None
    """A file as `webapp.people.breached` reads it."""

    @property
    def is_behind_tls(self) -> bool:
        """Return whether people open it by https, which a proxy before it ends."""
        return self.address is not None and self.address.scheme == "https"


NO_SETTINGS = Settings()


def read_settings(archive: Path, environment: Mapping[str, str]) -> Settings:
    """Return the settings of an archive's newsroom; there need not be any.

    :raises BadSettings: a setting is unknown or not of its kind, one that another needs is missing, the newsroom or the
        issuer would be asked over a network without https, others can read the file with the secret, or the one of
        breached passwords is not there.
    """
    given = _of_file(archive / FILE) | {
        name: environment[variable] for variable, name in ENVIRONMENT.items() if environment.get(variable)
    }
    unknown = set(given) - set(ENVIRONMENT.values())
    if unknown:
        raise BadSettings(
            f"{FILE} has “{min(unknown)}”, which is no setting; correct its name or take it out: docs/settings.md."
        )
    address = _address(given["address"]) if "address" in given else None
    return Settings(address, _provider(given, address), _breached(archive, given.get("breached_passwords")))


def _address(written: str) -> SiteAddress:
    try:
        address = SiteAddress.parse(written)
    except NotAnAddress as error:
        raise BadSettings(f"The newsroom's address cannot be used: {error}") from error
    if address.scheme != "https" and not _is_this_machine(urlsplit(written).hostname or ""):
        raise BadSettings(
            f"The newsroom's address “{written}” would let passwords cross the network in the open; serve it by https "
            "(docs/running.md), or leave “address” out."
        )
    return address


def _provider(given: Mapping[str, str], address: SiteAddress | None) -> Provider | None:
    if not any(name.startswith("oidc.") for name in given):
        return None
    missing = [name for name in NEEDED if name not in given]
    if missing or address is None:
        raise BadSettings(
            f"The identity provider needs “{(*missing, 'address')[0]}” too; set it in {FILE}, see docs/accounts.md."
        )
    issuer = given["oidc.issuer"]
    if not _is_safe(issuer):
        raise BadSettings(f"“{issuer}” is not the https address of an issuer; write it as the provider does.")
    hosts = tuple(given.get("oidc.hosts", "").split())
    return Provider(
        name=given.get("oidc.name") or urlsplit(issuer).hostname or issuer,
        issuer=issuer,
        client_id=given["oidc.client_id"],
        client_secret=given["oidc.client_secret"],
        hosts=hosts,
    )


def _breached(archive: Path, written: str | None) -> Path | None:
    if written is None:
        return None
    path = archive / written
    if not path.is_file():
        raise BadSettings(f"There is no file of breached passwords at {path}; set “breached_passwords” anew.")
    return path


def _is_safe(issuer: str) -> bool:
    """Return whether an issuer is asked over TLS, or on this machine."""
    try:
        parts = urlsplit(issuer)
        if parts.query or parts.fragment or parts.username or not parts.hostname:
            return False
        return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname))
    except ValueError:
        return False


def _is_this_machine(host: str) -> bool:
    """Return whether a host is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _of_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path} is not TOML ({error}); write lines like address = “https://…”.") from error
    flat: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{key}": _text(path, f"{name}.{key}", each) for key, each in value.items()}
        else:
            flat[name] = _text(path, name, value)
    if "oidc.client_secret" in flat and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadSettings(f"Others can read {path}, which holds a secret; take that from them with chmod 600.")
    return flat


def _text(path: Path, name: str, value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, str):
        return value
    raise BadSettings(f"“{name}” in {path} is not a text; write it between quotes.")
