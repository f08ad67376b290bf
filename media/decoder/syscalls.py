"""A seccomp filter for a process that only computes on files it holds open (man 2 seccomp, Linux ≥ 3.17).

An allow-list: what is not on it fails with EPERM, so a library that asks for more gets an error, not a kill. The
numbers are those of asm/unistd_64.h and asm-generic/unistd.h; they never change for an architecture.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from dataclasses import dataclass

_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_ALLOW = 0x7FFF_0000
_FAIL_WITH = 0x0005_0000
_KILL_PROCESS = 0x8000_0000

# Classic BPF: load a word of struct seccomp_data, jump if equal, jump if any bit is set, return.
_LOAD, _JUMP_EQUAL, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_CLONE_THREAD = 0x0001_0000


@dataclass(frozen=True, slots=True)
class _Machine:
    audit_arch: int
    clone: int
    clone3: int
    allowed: tuple[int, ...]


# read write close fstat lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn pread64 pwrite64
# readv writev sched_yield mremap madvise nanosleep getpid exit fcntl fsync fdatasync ftruncate gettimeofday
# getrusage times sigaltstack gettid futex sched_getaffinity set_robust_list restart_syscall clock_gettime
# clock_getres clock_nanosleep exit_group getcpu getrandom membarrier rseq
# in this order:
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E, 56, 435,
        (0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18,
         19, 20, 24, 25, 28, 35, 39, 60, 72, 74, 75, 77, 96,
         98, 100, 131, 186, 202, 204, 273, 219, 228,
         229, 230, 231, 309, 318, 324, 334),
    ),
    "aarch64": _Machine(
        0xC00000B7, 220, 435,
        (63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 67, 68,
         65, 66, 124, 216, 233, 101, 172, 93, 25, 82, 83, 46, 169,
         165, 153, 132, 178, 98, 123, 99, 128, 113,
         114, 115, 94, 168, 278, 283, 293),
    ),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def knows_this_machine() -> bool:
    """Return whether there is a filter for this machine; elsewhere limits of the system are all that holds."""
    return sys.platform == "linux" and platform.machine() in _MACHINES


def refuse_all_but_computing() -> None:
    """Take the filter, for this thread and those it makes; on other machines than the two above do nothing.

    :raises OSError: the kernel does not take it.
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return
    code = _filter(machine)
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0
    ):
        number = ctypes.get_errno()
        raise OSError(number, f"the system-call filter was refused: {os.strerror(number)}")


def _filter(machine: _Machine) -> bytes:
    calls = machine.allowed
    return b"".join((
        _instruction(_LOAD, _ARCHITECTURE_AT),
        _instruction(_JUMP_EQUAL, machine.audit_arch, if_true=1),
        _instruction(_RETURN, _KILL_PROCESS),
        _instruction(_LOAD, _NUMBER_AT),
        # glibc takes this for an old kernel, and makes its threads with clone, whose flags can be seen here.
        _instruction(_JUMP_EQUAL, machine.clone3, if_false=1),
        _instruction(_RETURN, _FAIL_WITH | errno.ENOSYS),
        _instruction(_JUMP_EQUAL, machine.clone, if_false=3),
        _instruction(_LOAD, _FIRST_ARGUMENT_AT),
        _instruction(_JUMP_ANY_BIT, _CLONE_THREAD, if_false=len(calls)),
        _instruction(_RETURN, _ALLOW),
        *(_instruction(_JUMP_EQUAL, call, if_true=len(calls) - at) for at, call in enumerate(calls)),
        _instruction(_RETURN, _FAIL_WITH | errno.EPERM),
        _instruction(_RETURN, _ALLOW),
    ))  # fmt: skip


def _instruction(code: int, value: int, *, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
