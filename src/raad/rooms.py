"""Where ontology/, data/, shapes/ and sparql/ are, installed or in a checkout."""

from __future__ import annotations

import os

from raad.errors import RoomMissing

PACKAGE = os.path.dirname(os.path.abspath(__file__))
_INSTALLED = os.path.join(PACKAGE, "_rooms")
_CHECKOUT = os.path.dirname(os.path.dirname(PACKAGE))


def room(name: str) -> str:
    """Return the path of a room; RoomMissing names both places that were tried.

    A checkout wins over a copy inside the package, so that an editable install reads the live folders.
    """
    for base in (_CHECKOUT, _INSTALLED):
        path = os.path.join(base, name)
        if os.path.isdir(path) and (base == _INSTALLED or os.path.isfile(os.path.join(base, "pyproject.toml"))):
            return path
    raise RoomMissing(f"the folder {name}/ is neither in {_INSTALLED} nor in {_CHECKOUT}")


def paper(name: str) -> str:
    """Return the path of a licence, the citation or the change log; RoomMissing names both places that were tried."""
    for base in (_CHECKOUT, _INSTALLED):
        path = os.path.join(base, name)
        if os.path.isfile(path) and (base == _INSTALLED or os.path.isfile(os.path.join(base, "pyproject.toml"))):
            return path
    raise RoomMissing(f"{name} is neither in {_INSTALLED} nor in {_CHECKOUT}")


def files(name: str, *endings: str, skip: tuple[str, ...] = ()) -> list[str]:
    """Return the files of a room with one of the endings, sorted, without the named subfolders."""
    return walk(room(name), *endings, skip=skip)


def walk(folder: str, *endings: str, skip: tuple[str, ...] = ()) -> list[str]:
    """Return the files below a folder with one of the endings, in an order that no file system decides."""
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in skip and not f.startswith("."))
        found += [os.path.join(base, n) for n in sorted(names) if n.endswith(endings) and not n.startswith(".")]
    return sorted(found, key=lambda path: path.split(os.sep))
