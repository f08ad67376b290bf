"""A site's threads share the memory that none of them uses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ANSWERING = """
import ctypes, sys, threading
from webapp.arena import share_arena
if sys.argv[2] == "shared":
    share_arena()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
libc.fclose.argtypes = [ctypes.c_void_p]
together = threading.Barrier(8)
def answer():
    together.wait()
    libc.malloc(40_000)
    together.wait()
threads = [threading.Thread(target=answer) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
told = libc.fopen(sys.argv[1].encode(), b"w")
libc.malloc_info(0, told)
libc.fclose(told)
"""


def test_eight_threads_have_one_arena(tmp_path: Path) -> None:
    def arenas(how: str) -> int:
        subprocess.run([sys.executable, "-c", ANSWERING, str(tmp_path / how), how], check=True)
        return (tmp_path / how).read_text().count("<heap nr=")

    assert arenas("shared") == 1
    assert arenas("left alone") > 1
