"""A file that is written whole or not at all."""

from __future__ import annotations

import os
import tempfile

from raad.errors import UsageError


def write_whole(path: str, content: bytes) -> None:
    """Write a file whole or not at all: into a neighbour first, then renamed."""
    check_target(path)
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(path)), prefix=".raad-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def check_target(path: str) -> None:
    """Check that the path names a file in a folder that can be written to; UsageError says what is in the way."""
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise UsageError(f"the folder {folder!r} does not exist; make it first")
    if os.path.isdir(path):
        raise UsageError(f"{path!r} is a folder; name a file")
    if not os.access(folder, os.W_OK):
        raise UsageError(f"the folder {folder!r} cannot be written to; choose another")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
