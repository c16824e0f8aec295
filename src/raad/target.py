"""A file, or a folder of files, that is written whole or not at all."""

from __future__ import annotations

import os
import shutil
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


def write_folder(path: str, files: dict[str, bytes]) -> None:
    """Write a folder of files, by their names, whole or not at all: into a neighbour first, then renamed."""
    check_folder(path)
    temporary = tempfile.mkdtemp(dir=os.path.dirname(os.path.abspath(path)), prefix=".raad-")
    try:
        for name, content in files.items():
            place = os.path.join(temporary, *name.split("/"))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            write_whole(place, content)
        os.chmod(temporary, 0o777 & ~_umask())
        if os.path.isdir(path):
            os.rmdir(path)
        os.rename(temporary, path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def check_folder(path: str) -> None:
    """Check that the path names no folder yet, or an empty one; UsageError says what is in the way."""
    if os.path.isdir(path) and os.listdir(path):
        raise UsageError(f"the folder {path!r} is not empty, and nothing in it is overwritten; name a new one")
    if os.path.lexists(path) and not os.path.isdir(path):
        raise UsageError(f"{path!r} is a file; several files are written, so name a folder")
    _check_parent(path)


def check_target(path: str) -> None:
    """Check that the path names a file in a folder that can be written to; UsageError says what is in the way."""
    if os.path.isdir(path):
        raise UsageError(f"{path!r} is a folder; name a file")
    _check_parent(path)


def _check_parent(path: str) -> None:
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise UsageError(f"the folder {folder!r} does not exist; make it first")
    if not os.access(folder, os.W_OK):
        raise UsageError(f"the folder {folder!r} cannot be written to; choose another")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
