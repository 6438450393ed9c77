"""How does a process give up what reading a file does not need? Memory without end, files, sockets, other programs."""

import ctypes
import os
import platform
import resource
import signal
import struct

from watchgate.ingest.extraction.model import Limits

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 1, 38, 22, 2
_LOAD, _AND, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1
"""Refused calls fail with EPERM."""
_OTHER_ABI = 0x40000000
_CALLS = {
    "x86_64": (0xC000003E, 53, (41, 42, 57, 58, 59, 101, 322, 425)),
    "aarch64": (0xC00000B7, 199, (198, 203, 221, 117, 281, 425)),
}
"""By machine: how the kernel calls it; `socketpair`; and what is refused: `socket`, `connect`, `fork` and `vfork` (where they
are), `execve`, `ptrace`, `execveat`, `io_uring_setup`."""
_STREAM, _TYPE_MASK = 1, 0xF


def give_up_rights(limits: Limits) -> bool:
    """Bound this process for good, and end it with its parent. False when the kernel offers no filter of system calls."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(5)
    return _filter_calls(libc)


def allow_cpu_seconds(seconds: float) -> None:
    """From now on, this much processor time; then SIGXCPU ends the process, even when nobody watches it any more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def _filter_calls(libc: ctypes.CDLL) -> bool:
    if platform.machine() not in _CALLS:
        return False
    code = _compiled(*_CALLS[platform.machine()])
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _compiled(machine: int, pair: int, refused: tuple[int, ...]) -> bytes:
    """A BPF program that refuses these calls and foreign machines, and pairs of sockets but of streams.

    The library wants such a pair for itself; one of datagrams could send to any socket of the machine.
    It reads the call's number at 0, the machine at 4, the second argument at 24.
    """
    to_refuse = 9 + len(refused)
    steps = [
        (_LOAD, 0, 0, 4),
        (_JUMP_EQUAL, 0, to_refuse - 2, machine),
        (_LOAD, 0, 0, 0),
        (_JUMP_AT_LEAST, to_refuse - 4, 0, _OTHER_ABI),
        *((_JUMP_EQUAL, to_refuse - 5 - place, 0, call) for place, call in enumerate(refused)),
        (_JUMP_EQUAL, 0, 3, pair),
        (_LOAD, 0, 0, 24),
        (_AND, 0, 0, _TYPE_MASK),
        (_JUMP_EQUAL, 0, 1, _STREAM),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
