"""A file, or a folder of files, that is written whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import tempfile

from raad.errors import UsageError

_AT_WORK = ".raad-at-work-"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of linux/fcntl.h and linux/fs.h


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


def write_folder(path: str, files: dict[str, bytes], replace: bool = False) -> None:
    """Write a folder of files, by their names, whole or not at all: into a neighbour first, then renamed.

    Where it may `replace` a folder that is there, both are swapped in one step, so that at every moment one of them is
    there and whole; what killed processes left behind is removed.
    """
    check_folder(path, replace)
    path = os.path.abspath(path)
    _remove_abandoned(os.path.dirname(path))
    temporary, lock = _held_folder(os.path.dirname(path))
    try:
        for name, content in files.items():
            place = os.path.join(temporary, *name.split("/"))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            write_whole(place, content)
        os.chmod(temporary, 0o777 & ~_umask())
        for base, _, _ in os.walk(temporary):
            _synced(base)
        if replace and os.path.isdir(path):
            _swap(temporary, path)
        else:
            _moved(temporary, path)
        _synced(os.path.dirname(path))
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        os.close(lock)


def check_folder(path: str, replace: bool = False) -> None:
    """Check that the path names no folder yet, or an empty one; UsageError says what is in the way."""
    _refuse_link(path)
    if os.path.isdir(path) and os.listdir(path) and not replace:
        raise UsageError(f"the folder {path!r} is not empty, and nothing in it is overwritten; name a new one")
    if os.path.lexists(path) and not os.path.isdir(path):
        raise UsageError(f"{path!r} is a file; several files are written, so name a folder")
    _check_parent(path)


def check_target(path: str) -> None:
    """Check that the path names a file in a folder that can be written to; UsageError says what is in the way."""
    if os.path.isdir(path):
        raise UsageError(f"{path!r} is a folder; name a file")
    _refuse_link(path)
    if os.path.lexists(path) and not os.path.isfile(path):
        raise UsageError(f"{path!r} is no plain file; name one, or leave -o out and redirect the output")
    _check_parent(path)


def _refuse_link(path: str) -> None:
    if os.path.islink(path):
        raise UsageError(f"{path!r} is a symbolic link to {os.readlink(path)!r}; name the place itself")


def _held_folder(parent: str) -> tuple[str, int]:
    """Return a new folder and the handle that says, while it is open, that somebody is at work in it."""
    import fcntl

    while True:
        temporary = tempfile.mkdtemp(dir=parent, prefix=_AT_WORK)
        lock = os.open(temporary, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.path.isdir(temporary):
            return temporary, lock
        os.close(lock)


def _remove_abandoned(parent: str) -> None:
    """Remove the folders of processes that were killed: those that nobody holds."""
    import fcntl

    for entry in os.scandir(parent):
        if entry.name.startswith(_AT_WORK) and entry.is_dir(follow_symlinks=False):
            try:
                lock = os.open(entry.path, os.O_RDONLY)
            except OSError:
                continue
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(entry.path, ignore_errors=True)
            except OSError:
                pass
            finally:
                os.close(lock)


def _moved(temporary: str, path: str) -> None:
    """Rename a folder to a place that holds nothing; UsageError where something came there meanwhile."""
    try:
        os.rename(temporary, path)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        raise UsageError(f"the folder {path!r} was filled by somebody else meanwhile; nothing in it was changed") from None


def _swap(one: str, other: str) -> None:
    """Swap two folders: in one step where the system can, else in three."""
    library = ctypes.CDLL(None, use_errno=True)
    swap = getattr(library, "renameat2", None)
    if swap and swap(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return
    aside = f"{one}-before"
    os.rename(other, aside)
    try:
        os.rename(one, other)
    except BaseException:
        os.rename(aside, other)
        raise
    os.rename(aside, one)


def _synced(folder: str) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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
