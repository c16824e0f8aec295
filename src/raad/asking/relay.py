"""A relay on loopback: it takes what the engine sends to a service and sends it on as every endpoint reads it.

The engine posts a bare query, which Virtuoso 7.2 leaves without any answer; the relay posts a form, the other way of the SPARQL
1.1 Protocol (2.1.2). It follows no redirect, takes no partial answer, and keeps why a service gave none.
"""

from __future__ import annotations

import http.client
import http.server
import threading
import urllib.error
import urllib.parse
import urllib.request

from raad.names import BASE

_RESULTS = ("application/sparql-results+json", "application/sparql-results+xml")
_AGENT = f"raad (+{BASE})"
_LARGEST = 100_000_000


class Relay(http.server.ThreadingHTTPServer):
    """A relay to one address; `fault` says why the service gave no answer, where it gave none. It runs inside `with`."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, address: str, deadline: float) -> None:
        """Make a relay on a free port; no silence of the service longer than `deadline` seconds is waited for."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address, self.deadline, self.fault = address, deadline, ""

    @property
    def place(self) -> str:
        """Return the address of the relay."""
        return urllib.parse.urlunsplit(("http", f"127.0.0.1:{self.server_address[1]}", "/", "", ""))

    def __enter__(self) -> Relay:
        """Begin to take requests."""
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take no more requests."""
        self.shutdown()
        self.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Relay

    def do_POST(self) -> None:
        """Send one query on, and its answer back."""
        query = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, kind, body = 200, "", b""
        try:
            kind, body = _fetch(self.server.address, query, self.server.deadline)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.server.fault, status = _said(error), 502
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow no redirect: what we send is for the host that was named."""


def _fetch(address: str, query: str, deadline: float) -> tuple[str, bytes]:
    """Return the media type and the body of an answer; ValueError says why it is none."""
    headers = {"Accept": ", ".join(_RESULTS), "User-Agent": _AGENT}
    request = urllib.request.Request(address, urllib.parse.urlencode({"query": query}).encode(), headers)
    with urllib.request.build_opener(_Stay).open(request, timeout=deadline) as answer:
        kind = answer.headers.get_content_type()
        if answer.status != 200:
            raise ValueError(f"status {answer.status} {answer.reason}")
        if kind not in _RESULTS:
            raise ValueError(f"it sent {kind}, which is no result of a query")
        body = answer.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        raise ValueError(f"it sent more than {_LARGEST // 1_000_000} MB")
    return kind, body


def _said(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return f"status {error.code} {error.reason}"
    cause = getattr(error, "reason", None) or error
    return str(getattr(cause, "strerror", None) or cause)
