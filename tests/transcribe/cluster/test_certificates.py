"""Certificates say a role, keys are their owner's alone, and what cannot be used is said."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography import x509

from transcribe.cluster.certificates import AUTHORITY_KEY, CERTIFICATE, KEY, Role, days_left, make_all, make_one
from transcribe.cluster.door import Door
from transcribe.errors import BadCluster


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("certs") / "cluster"
    make_all(place)
    return place


def test_each_folder_has_its_role_and_no_key_of_the_authority(made: Path) -> None:
    for role in Role:
        certificate = x509.load_pem_x509_certificate((made / role / CERTIFICATE).read_bytes())
        assert f"OU={role}" in certificate.subject.rfc4514_string()
        assert not (made / role / AUTHORITY_KEY).exists()
        assert days_left(made / role) == 729
    keys = [made / AUTHORITY_KEY, *(made / role / KEY for role in Role)]
    assert {stat.S_IMODE(key.stat().st_mode) for key in keys} == {0o600}
    assert len({key.read_bytes() for key in keys}) == 4


def test_a_key_that_others_can_read_is_refused(made: Path) -> None:
    place = make_one(made, Role.WORKER, "open")
    Door(place, Role.WORKER)
    (place / KEY).chmod(0o640)
    with pytest.raises(BadCluster, match="chmod 600"):
        Door(place, Role.WORKER)


def test_a_folder_without_certificates_is_refused(made: Path, tmp_path: Path) -> None:
    with pytest.raises(BadCluster, match="cannot be used"):
        Door(tmp_path, Role.HEAD)
    with pytest.raises(BadCluster, match="has no authority"):
        make_one(tmp_path, Role.WORKER, "w")
    with pytest.raises(BadCluster, match="is there already"):
        make_one(made, Role.WORKER, "worker")
    with pytest.raises(BadCluster, match="cannot be the name"):
        make_one(made, Role.WORKER, "../x")
    place = make_one(made, Role.WORKER, "broken")
    (place / CERTIFICATE).write_text("no certificate")
    with pytest.raises(BadCluster, match="cannot be used"):
        Door(place, Role.WORKER)
    with pytest.raises(BadCluster, match="cannot be read"):
        days_left(place)
