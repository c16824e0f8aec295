"""Reading files in a process of its own, with bounded memory and time, so that no file can take RAAD down.

Run as a module it answers each line of standard input, a file to read as JSON, with a line of JSON.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import threading

try:
    import resource
except ModuleNotFoundError:
    resource = None

from raad.errors import UsageError
from raad.link.intake import Faulty

MEMORY = 3 << 30
SECONDS = 60
BYTES_A_SECOND = 100_000
# A machine with much to do gives a process little of its time.
PATIENCE = 20


class Reader:
    """A process that reads one file after another, and is started again when one was its end."""

    def __init__(self) -> None:
        """Start nothing before a file is to be read."""
        self.process: subprocess.Popen | None = None

    def read(self, path: str, name: str, stage: str, size: int) -> dict:
        """Return what is told of the file, its triples written to `stage`.

        Faulty says what is wrong with the file, OSError that the disk is full.
        """
        if self.process is None or self.process.poll() is not None:
            self.close()
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "raad.link.reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        seconds = round(SECONDS + size / BYTES_A_SECOND)
        late = threading.Event()
        timer = threading.Timer((seconds + 1) * PATIENCE, lambda: (late.set(), self.process.kill()))
        timer.start()
        try:
            self.process.stdin.write(json.dumps({"path": path, "name": name, "stage": stage, "seconds": seconds}) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            timer.cancel()
        if not answer:
            if self.process.wait() == -getattr(signal, "SIGXCPU", 0) or late.is_set():
                raise Faulty(path, f"was not read within {seconds} s of processor time; N-Triples are read fastest")
            raise Faulty(path, f"cannot be read: it is nested too deeply, or needs more than {MEMORY >> 30} GB of memory")
        told = json.loads(answer)
        if "full" in told:
            raise OSError(told["full"], os.strerror(told["full"]))
        if "fault" in told:
            raise UsageError(told["fault"])
        return told

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()


def answer_files() -> None:
    """Answer each line of standard input with what is told of the file it names, or its fault."""
    from raad.link.reading import Names, read

    _bound_memory()
    names = Names.listed()
    for line in sys.stdin:
        task = json.loads(line)
        try:
            _bound_time(task.pop("seconds"))
            told = read(**task, names=names)
        except UsageError as error:
            told = {"fault": str(error)}
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS)
            told = (
                {"full": error.errno}
                if full
                else {"fault": str(Faulty(task["path"], f"cannot be read: {error.strerror or error}"))}
            )
        except MemoryError:
            told = {"fault": str(Faulty(task["path"], f"needs more than {MEMORY >> 30} GB of memory to be read"))}
        print(json.dumps(told), flush=True)


def _bound_memory() -> None:
    """Bound the memory of this process and write no core file, where the system can."""
    if resource is None:
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _bound_time(seconds: int) -> None:
    """Bound the processor time that this process may still take, where the system can."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, most))


if __name__ == "__main__":
    answer_files()
