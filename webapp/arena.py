"""How the C library keeps memory that nobody uses any more.

Left to itself glibc gives each thread an arena of its own, and each keeps room for the largest answer that its thread
ever gave: a site of eight threads that runs for months holds that room eight times.
"""

from __future__ import annotations

import ctypes
import sys

_M_ARENA_MAX = -8
"""In malloc.h of glibc; see mallopt(3)."""


def share_arena() -> None:
    """Let all threads that are started from now on take memory from one arena, where the C library is glibc.

    They take turns at it, as they do at Python itself.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):  # Others have no arenas.
        libc.mallopt(_M_ARENA_MAX, 1)
