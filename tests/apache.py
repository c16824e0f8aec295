"""Apache with the rules of one folder, on an address of this machine only."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = shutil.which("apache2") or "/usr/sbin/apache2"
MODULES = "/usr/lib/apache2/modules"
SETTING = """\
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
ServerRoot {folder}
DefaultRuntimeDir {folder}
PidFile {folder}/pid
ErrorLog {folder}/error.log
ServerName localhost
Listen 127.0.0.1:{port}
DocumentRoot {folder}/htdocs
<Directory {folder}/htdocs>
AllowOverride All
Require all granted
</Directory>
"""


def available() -> bool:
    """Return whether Apache is installed as Debian has it."""
    return os.path.exists(PROGRAM) and os.path.exists(f"{MODULES}/mod_rewrite.so")


@contextmanager
def serving(rules: Path, folder: Path) -> Iterator[int]:
    """Serve an empty folder `raad` with the rules; give the port. RuntimeError says why Apache does not start."""
    (folder / "htdocs" / "raad").mkdir(parents=True)
    shutil.copy(rules, folder / "htdocs" / "raad" / ".htaccess")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = "User nobody\n" if os.geteuid() == 0 else ""
    (folder / "httpd.conf").write_text(SETTING.format(modules=MODULES, folder=folder, port=port) + user, encoding="utf-8")
    with subprocess.Popen(
        [PROGRAM, "-f", str(folder / "httpd.conf"), "-DFOREGROUND"], stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            _await(server, port)
            yield port
        finally:
            server.terminate()


def asked(port: int, path: str, accept: str) -> tuple[int, str]:
    """Return the status of the answer to a request, and where it leads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Accept": accept} if accept else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def _await(server: subprocess.Popen, port: int) -> None:
    until = time.monotonic() + 20
    while server.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"Apache does not start: {server.stderr.read() if server.poll() is not None else 'no answer'}")
