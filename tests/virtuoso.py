"""A Virtuoso of one's own for a while: started on free loopback ports in a folder of its own, asked over HTTP, always stopped."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SERVER, CLIENT = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql-virtuoso")
MISSING = "no Virtuoso: virtuoso-t and isql-vt are not on PATH (Debian and Ubuntu: apt install virtuoso-opensource)"
PATIENCE = 120
SETTINGS = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 20
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{isql}
DisableUnixSocket = 1
CheckpointInterval = 0
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
MaxMemPoolSize = 200000000
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""


@dataclass(frozen=True)
class Virtuoso:
    """A running server: its ports and its folder."""

    isql: int
    http: int
    folder: Path

    def load(self, quads: bytes) -> None:
        """Put N-Quads into the server; RuntimeError says what it has against them."""
        file = self.folder / "graph.nq"
        file.write_bytes(quads)
        self._say(f"DB.DBA.TTLP_MT(file_open('{file}'), '', 'urn:none', 512);")
        self._say("checkpoint;")

    def ask(self, query: str, form: str = "application/sparql-results+json") -> bytes:
        """Return the answer in a form that the server knows; RuntimeError gives what it says instead of one."""
        body = urllib.parse.urlencode({"query": query, "format": form}).encode()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/sparql", body, timeout=PATIENCE) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            with error:
                raise RuntimeError(error.read().decode(errors="replace").strip().partition("\n\nSPARQL query:")[0]) from None

    def _say(self, statement: str) -> None:
        command = [CLIENT, f"127.0.0.1:{self.isql}", "dba", "dba", "VERBOSE=OFF", "ERRORS=STDOUT", f"EXEC={statement}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode or "*** Error" in done.stdout:
            raise RuntimeError(f"Virtuoso on {statement!r}: {done.stdout} {done.stderr}")


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[Virtuoso]:
    """Give a server that keeps its files in the folder; it is stopped and the folder removed whatever happens."""
    isql, http = _free_ports(2)
    settings = folder / "virtuoso.ini"
    settings.write_text(SETTINGS.format(folder=folder, isql=isql, http=http), encoding="utf-8")
    with (folder / "out").open("wb") as out:
        running = subprocess.Popen([SERVER, "+foreground", "+configfile", str(settings)], stdout=out, stderr=out, cwd=folder)
    try:
        _wait(running, http, folder)
        yield Virtuoso(isql, http, folder)
    finally:
        running.kill()
        running.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _wait(running: subprocess.Popen, port: int, folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and running.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"Virtuoso did not start: {(folder / 'out').read_text(errors='replace')[-2000:]}")
