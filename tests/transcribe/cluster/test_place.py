"""Where a cluster may be: encrypted anywhere, plain within one machine and only where that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.webapp.command_line import Muragat
from transcribe.cluster.place import CERTIFICATES, PLAIN, SCHEDULER, ClusterPlace, cluster_at, cluster_named
from transcribe.errors import BadCluster

FOLDER = Path("/certs/head")


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({}, None),
        ({SCHEDULER: ""}, None),
        (
            {SCHEDULER: "tls://big.example:8786", CERTIFICATES: str(FOLDER)},
            ClusterPlace("tls://big.example:8786", FOLDER),
        ),
        ({SCHEDULER: "tls://[::1]:1", CERTIFICATES: str(FOLDER)}, ClusterPlace("tls://[::1]:1", FOLDER)),
        ({SCHEDULER: "tcp://127.0.0.1:8786", CERTIFICATES: PLAIN}, ClusterPlace("tcp://127.0.0.1:8786", None)),
        ({SCHEDULER: "tcp://localhost:8786", CERTIFICATES: PLAIN}, ClusterPlace("tcp://localhost:8786", None)),
    ],
)
def test_the_environment_names_a_cluster_or_none(environment: dict[str, str], place: ClusterPlace | None) -> None:
    assert cluster_named(environment) == place


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({CERTIFICATES: str(FOLDER)}, "set both, or neither"),
        ({SCHEDULER: "tls://a:1"}, "set it to the head's folder"),
        ({SCHEDULER: "tls://a:1", CERTIFICATES: PLAIN}, "needs a folder of certificates"),
        ({SCHEDULER: "tcp://127.0.0.1:1", CERTIFICATES: str(FOLDER)}, "is not encrypted"),
        ({SCHEDULER: "tcp://10.0.0.1:1", CERTIFICATES: PLAIN}, "must not leave this machine"),
        ({SCHEDULER: "tcp://127.0.0.1.example:1", CERTIFICATES: PLAIN}, "must not leave this machine"),
        ({SCHEDULER: "inproc://1", CERTIFICATES: PLAIN}, "no scheduler's address"),
        ({SCHEDULER: "tls://a:99999", CERTIFICATES: str(FOLDER)}, "no scheduler's address"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(environment: dict[str, str], says: str) -> None:
    with pytest.raises(BadCluster, match=says):
        cluster_named(environment)


def test_plain_and_certificates_exclude_each_other() -> None:
    with pytest.raises(BadCluster, match="uses no certificates"):
        cluster_at("tcp://127.0.0.1:1", FOLDER, plain=True)


def test_commands_refuse_in_a_sentence(tmp_path: Path) -> None:
    muragat = Muragat(tmp_path / "archive")
    refused = muragat("worker", "--scheduler", "tcp://10.0.0.1:8786", "--plain")
    assert (refused.returncode, "must not leave this machine" in refused.stderr) == (2, True)
    made = muragat("cluster", "certs", tmp_path / "c")
    assert [Path(line).name for line in made.stdout.splitlines()] == ["scheduler", "head", "worker"]
    refused = muragat("cluster", "certs", tmp_path / "c")
    assert (refused.returncode, "has an authority already" in refused.stderr) == (2, True)
    assert muragat("cluster", "certs", tmp_path / "c", "--worker", "gpu-1").stdout.strip() == str(
        tmp_path / "c" / "gpu-1"
    )
