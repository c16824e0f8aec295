"""A file from outside, opened as bytes that are known to be text: size, digest, encoding and line ends looked at first."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import os
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from raad.errors import UsageError
from raad.layout import clean

PIECE = 1 << 20
GZIP = b"\x1f\x8b"
BOM = codecs.BOM_UTF8
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Ontologies pack 10 to 50 times; gzip itself reaches 1032 times on one repeated byte.
PACKED = 300
SMALL = 64 * PIECE
# No value of the ontologies and tables that were looked at is longer than 100 KB.
LONGEST = 8 * PIECE


_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


@dataclass(frozen=True)
class Intake:
    """What a look at the bytes of a file told: path, digest as it lies, size of its text, whether packed, first bytes."""

    path: str
    sha256: str
    size: int
    packed: bool
    head: bytes

    def open(self) -> BinaryIO:
        """Return the text as a stream of bytes without a byte order mark."""
        stream = gzip.open(self.path, "rb") if self.packed else open(self.path, "rb")  # noqa: SIM115
        if stream.read(len(BOM)) != BOM:
            stream.seek(0)
        return stream


class Faulty(UsageError):
    """A file that cannot be read: what is wrong, at which line and column where known, and what would work."""

    def __init__(self, path: str, message: str, line: int | None = None, column: int | None = None) -> None:
        """Say it as `file:line:column: message`."""
        place = ":".join(str(part) for part in (os.path.basename(path), line, column) if part is not None)
        super().__init__(clean(f"{place}: {message}"))


def take_in(path: str) -> Intake:
    """Return what a look at every byte tells; Faulty says why the file is no text, or at which line it stops being UTF-8."""
    head = _head(path)
    packed = head.startswith(GZIP)
    digest, size = hashlib.sha256(), 0
    decoder, place = codecs.getincrementaldecoder("utf-8")(), _Place(path)
    first = b""
    try:
        for raw, piece in _pieces(path, packed):
            digest.update(raw)
            size += len(piece)
            if packed and size > max(SMALL, PACKED * os.path.getsize(path)):
                raise Faulty(path, f"unpacks to more than {PACKED} times its size; unpack it yourself if you trust it")
            if not first:
                first = piece[len(BOM) :] if piece.startswith(BOM) else piece
                if first.startswith(WIDE):
                    raise Faulty(path, "is UTF-16; save it as UTF-8 (iconv -f UTF-16 -t UTF-8)", 1, 1)
            place.check(decoder, piece)
        place.check(decoder, b"", final=True)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Faulty(path, f"the gzip file is damaged or cut short ({error}); get it again") from None
    if not first.strip():
        raise Faulty(path, "is empty; a file with data would work")
    return Intake(path, digest.hexdigest(), size, packed, first[:PIECE])


def _head(path: str) -> bytes:
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise Faulty(path, "is a folder; name the files in it")
        if not stat.S_ISREG(mode):
            raise Faulty(path, "is no plain file but a pipe or device; save what it gives into a file first")
        with open(path, "rb") as stream:
            return stream.read(2)
    except OSError as error:
        raise Faulty(path, f"cannot be read: {error.strerror}") from None


def _pieces(path: str, packed: bool) -> Iterator[tuple[bytes, bytes]]:
    """Give the bytes as they lie and as they read, piece by piece."""
    with open(path, "rb") as stream:
        if not packed:
            while piece := stream.read(PIECE):
                yield piece, piece
            return
        while raw := stream.read(PIECE):
            yield raw, b""
    with gzip.open(path, "rb") as stream:
        while piece := stream.read(PIECE):
            yield b"", piece


def lines(intake: Intake) -> Iterator[tuple[int, str]]:
    """Give the lines with their numbers and without their ends; Faulty where one is longer than 8 MB."""
    with intake.open() as stream:
        number = 0
        while line := stream.readline(LONGEST):
            number += 1
            if len(line) == LONGEST:
                raise Faulty(intake.path, f"the line is longer than {LONGEST >> 20} MB; take its longest value out", number)
            yield number, line.decode()


class _Place:
    """Where in a file the check of its encoding stands."""

    def __init__(self, path: str) -> None:
        self.path, self.line, self.since = path, 1, 0

    def check(self, decoder: codecs.IncrementalDecoder, piece: bytes, final: bool = False) -> None:
        """Check that a piece goes on as UTF-8 text without NUL."""
        held = decoder.getstate()[0]
        whole = held + piece
        try:
            decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            self._fault(
                whole[: error.start],
                f"byte {whole[error.start]:#04x} is no UTF-8; save the file as UTF-8 (for Latin-1: iconv -f ISO-8859-1 -t UTF-8)",
            )
        if b"\0" in piece:
            self._fault(whole[: whole.index(b"\0")], "holds a NUL byte, so it is no text; give Turtle, RDF/XML, OBO or a table")
        self.line += piece.count(b"\n")
        last = piece.rfind(b"\n")
        self.since = len(piece) - last - 1 if last >= 0 else self.since + len(piece)

    def _fault(self, before: bytes, message: str) -> None:
        line = self.line + before.count(b"\n")
        column = len(before) - before.rfind(b"\n") if b"\n" in before else self.since + len(before) + 1
        raise Faulty(self.path, message, line, column)


class Bounded:
    """A stream that feeds no value without end, and no DOCTYPE after the root element; `mark` is called with each statement."""

    def __init__(self, path: str, stream: BinaryIO, root: int | None = None) -> None:
        """Read from the stream, of which the root element begins at the byte `root` where it is XML."""
        self.path, self.stream, self.root = path, stream, root
        self.since, self.lines, self.place, self.tail = 0, 1, 0, b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; Faulty where more than 8 MB came since the last statement, or an entity may be declared."""
        piece = self.stream.read(min(size, PIECE) if size and size > 0 else PIECE)
        self.since += len(piece)
        if self.since > LONGEST:
            raise Faulty(self.path, f"holds a value of more than {LONGEST >> 20} MB; take it out", self.lines)
        if self.root is not None:
            self._look(piece)
        self.lines += piece.count(b"\n")
        return piece

    def mark(self) -> None:
        """Note that a statement came out."""
        self.since = 0

    def _look(self, piece: bytes) -> None:
        """Refuse a DOCTYPE after the root element began: no XML has one there, and some parsers take it all the same."""
        seen = self.tail + piece
        begin = self.place - len(self.tail)
        for found in _DOCTYPE.finditer(seen):
            if begin + found.start() > self.root:
                line = self.lines + piece.count(b"\n", 0, max(found.start() - len(self.tail), 0))
                raise Faulty(self.path, "has a DOCTYPE after its root element; take it out", line)
        self.place += len(piece)
        self.tail = seen[-len("<!DOCTYPE") + 1 :]
