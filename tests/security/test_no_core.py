"""A process that crashes leaves no memory behind: names, and the key to them, are in it."""

from __future__ import annotations

import subprocess
import sys

SAID = """
import resource
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
from webapp.cli.main import main
try:
    main()
finally:
    print(resource.getrlimit(resource.RLIMIT_CORE))
"""


def test_a_command_leaves_no_core() -> None:
    done = subprocess.run([sys.executable, "-c", SAID, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "(0, 0)"
