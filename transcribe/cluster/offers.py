"""What a worker can hear with: said when it joins, and what a question is matched with before it is sent anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

GPU = "GPU"
"""Dask's resource of a worker whose engine computes on a graphics processor."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An engine with its model, loaded and tried. Two that are equal but for their names give the same words."""

    muragat: str
    """The version of the worker."""
    engine: str
    engine_version: str
    """As the loaded engine says it: its libraries and on what it computes."""
    model_sha256: str
    model: str
    """As the worker's machine calls it."""
    gpu: bool = False

    @property
    def tag(self) -> str:
        """The resource that a worker with this offer has, and a question for it needs."""
        return "\n".join((self.muragat, self.engine, self.engine_version, self.model_sha256))

    @property
    def needs(self) -> dict[str, float]:
        """Of a worker's resources: one question at a time."""
        return {self.tag: 1, GPU: 1} if self.gpu else {self.tag: 1}


@dataclass(frozen=True, slots=True)
class Member:
    """A worker of the cluster."""

    name: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a job is to be heard with."""

    muragat: str
    engine: str
    model_sha256: str
    model: str

    def fits(self, offer: Offer) -> bool:
        return (offer.muragat, offer.engine, offer.model_sha256) == (self.muragat, self.engine, self.model_sha256)


def choose_offer(wanted: Wanted, members: Iterable[Member]) -> Offer | None:
    """Return what a job is heard with from its first word to its last; ``None`` where no worker fits.

    Of engines that differ (other libraries, another processor) the words differ too. A graphics processor goes first,
    then what most workers have.
    """
    fitting = [offer for member in members for offer in member.offers if wanted.fits(offer)]
    counts = {offer.tag: sum(other.tag == offer.tag for other in fitting) for offer in fitting}
    return max(fitting, key=lambda offer: (offer.gpu, counts[offer.tag], offer.tag), default=None)


def why_none(wanted: Wanted, members: Sequence[Member]) -> str:
    """Return a sentence: why no worker can hear a job, and what to do."""
    if not members:
        return "The cluster has no worker; start one with “muragat worker --scheduler ADDRESS”."
    for member in members:
        for offer in member.offers:
            if reason := _difference(wanted, member.name, offer):
                return reason
    return (
        f"No worker of the cluster has the engine {wanted.engine} with the model “{wanted.model}”; add it there with "
        f"“muragat models add {wanted.model}”, and start the worker again."
    )


def _difference(wanted: Wanted, name: str, offer: Offer) -> str | None:
    if offer.muragat != wanted.muragat:
        return (
            f"The worker {name} is muragat {offer.muragat}, and this is {wanted.muragat}; "
            "install the same release on both."
        )
    if (offer.engine, offer.model) == (wanted.engine, wanted.model):
        return (
            f"The worker {name} has other weights for “{wanted.model}” (sha256 {offer.model_sha256[:12]}…, here "
            f"{wanted.model_sha256[:12]}…); add the same there with “muragat models add {wanted.model}”."
        )
    return None


def pack(offers: Sequence[Offer]) -> bytes:
    return msgspec.msgpack.encode(offers)


def unpack(packed: bytes) -> tuple[Offer, ...]:
    """:raises msgspec.MsgspecError: it is nothing that `pack` made."""
    return msgspec.msgpack.decode(packed, type=tuple[Offer, ...])
