"""The weights of the voice network: out of the installed package resemblyzer, verified, converted once.

resemblyzer itself is never imported: its code wants old libraries. Its checkpoint (Apache-2.0) is a pickle, so it is
opened in a process of its own, by torch, which is told to make nothing but tensors of it (``weights_only``).
"""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path

from media.durable import move_durably
from media.fixity import file_sha256
from transcribe import errand
from transcribe.errors import WeightsCorrupt, WeightsMissing

PACKAGE, VERSION = "resemblyzer", "0.1.4"
CHECKPOINT = "pretrained.pt"
SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
"""Of the checkpoint in resemblyzer 0.1.4."""

INSTALL = f"“pip install --no-deps {PACKAGE}=={VERSION}”"


def installed_checkpoint() -> Path | None:
    """Return the checkpoint of the installed package, ``None`` where it is not installed."""
    package = find_spec(PACKAGE)
    places = package.submodule_search_locations if package else None
    found = [Path(place) / CHECKPOINT for place in places or ()]
    return next((path for path in found if path.is_file()), None)


def network_tensors(models: Path) -> Path:
    """Return the file with the network's tensors, made now where it is not in ``models`` yet.

    :param models: the archive's directory of models.
    :raises WeightsMissing: the package is not installed.
    :raises WeightsCorrupt: its checkpoint is not the one that it must be, or cannot be converted.
    Raises also what `errand.send` raises.
    """
    checkpoint = installed_checkpoint()
    if checkpoint is None:
        raise WeightsMissing(f"The weights that tell speakers apart are not installed; do {INSTALL}.")
    if file_sha256(checkpoint) != SHA256:
        raise WeightsCorrupt(f"The installed weights for speakers are not what they must be; do {INSTALL} anew.")
    # A tensors' file is named by its own sha256, so that a damaged one is seen and made again.
    place = models / f"{PACKAGE}-{SHA256[:12]}"
    for found in place.glob("*.safetensors"):
        if file_sha256(found) == found.stem:
            return found
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=place) as directory:
        making = Path(directory) / "tensors"
        _convert(checkpoint, making)
        converted = place / f"{file_sha256(making)}.safetensors"
        move_durably(making, converted)
    return converted


def _convert(checkpoint: Path, tensors: Path) -> None:
    """In a child, because torch must not come into this process."""
    child = errand.send("transcribe.speakers.weights_child", str(checkpoint), str(tensors))
    if child.returncode:
        why = (child.stderr.strip().splitlines() or ["its reader died"])[-1]
        raise WeightsCorrupt(f"The weights for speakers cannot be converted ({why}); do {INSTALL} anew.")
