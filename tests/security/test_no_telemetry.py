"""No library tells its maker that something is heard here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_hearing_leaves_no_number_of_this_machine(tmp_path: Path) -> None:
    """onnxruntime makes a store of what it will tell, with its number of the machine, then asks where its maker is."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "HF_", "XDG_"))}
    done = subprocess.run(
        [sys.executable, "-c", "from transcribe.speech import _session; _session()"],
        env=environment | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in tmp_path.rglob("*")] == []
