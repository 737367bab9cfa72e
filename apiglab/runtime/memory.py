"""How much memory processes take, as resident size: Lambda's limit is on that, and so is ours."""

import subprocess
import sys
from collections.abc import Sequence

if sys.platform == "linux":
    import os

    _PAGE = os.sysconf("SC_PAGESIZE")

    def resident_bytes(pids: Sequence[int]) -> dict[int, int]:
        """The resident size of each process that is there."""
        sizes = {}
        for pid in pids:
            try:
                descriptor = os.open(f"/proc/{pid}/statm", os.O_RDONLY)
            except FileNotFoundError:
                continue
            try:
                sizes[pid] = int(os.read(descriptor, 128).split()[1]) * _PAGE
            except (ProcessLookupError, IndexError):
                continue
            finally:
                os.close(descriptor)
        return sizes

elif sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        _fields_ = [("cb", wintypes.DWORD), ("PageFaultCount", wintypes.DWORD)] + [
            (name, ctypes.c_size_t)
            for name in (
                "PeakWorkingSetSize",
                "WorkingSetSize",
                "QuotaPeakPagedPoolUsage",
                "QuotaPagedPoolUsage",
                "QuotaPeakNonPagedPoolUsage",
                "QuotaNonPagedPoolUsage",
                "PagefileUsage",
                "PeakPagefileUsage",
            )
        ]

    def resident_bytes(pids: Sequence[int]) -> dict[int, int]:
        """The working set of each process that is there."""
        kernel = ctypes.windll.kernel32
        kernel.OpenProcess.restype = wintypes.HANDLE
        sizes = {}
        for pid in pids:
            handle = kernel.OpenProcess(0x1010, False, pid)  # noqa: FBT003 - query and read, not inherited
            if not handle:
                continue
            counters = _Counters()
            counters.cb = ctypes.sizeof(counters)
            if kernel.K32GetProcessMemoryInfo(wintypes.HANDLE(handle), ctypes.byref(counters), counters.cb):
                sizes[pid] = int(counters.WorkingSetSize)
            kernel.CloseHandle(wintypes.HANDLE(handle))
        return sizes

else:

    def resident_bytes(pids: Sequence[int]) -> dict[int, int]:
        """The resident size of each process that is there."""
        return ps_resident_bytes(pids)


def ps_resident_bytes(pids: Sequence[int]) -> dict[int, int]:
    """The same by ``ps``, for systems such as macOS that have no ``/proc``."""
    if not pids:
        return {}
    command = ["ps", "-o", "pid=,rss=", "-p", ",".join(map(str, pids))]
    listing = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - numbers only
    return {int(pid): int(kibibytes) * 1024 for pid, kibibytes in map(str.split, listing.stdout.splitlines())}
