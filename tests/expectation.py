"""Curated files that announce their own problems: `# expect: ...` is one problem of the next line that is no comment."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from raad.rooms import walk


def copied(source: str, target: str) -> Iterator[tuple[str, str]]:
    """Copy each file of a folder under the name of its kind, and give the path of the copy with the name of the file.

    The kind is what the first line gives, as in `# kind: publication`, else the folder the file lies in.
    """
    for path in walk(source, ".yaml"):
        name = os.path.relpath(path, source).replace(os.sep, "/")
        with open(path, encoding="utf-8") as stream:
            first = stream.readline()
        kind = first.removeprefix("# kind: ").strip() if first.startswith("# kind: ") else os.path.dirname(name)
        copy = os.path.join(target, name.removesuffix(".yaml"), kind + ".yaml")
        os.makedirs(os.path.dirname(copy))
        shutil.copyfile(path, copy)
        yield copy, name


def expected(path: str) -> list[tuple[int, str]]:
    """Return line and text of each problem that the comments of a file announce."""
    found, waiting = [], []
    with open(path, encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            text = line.strip()
            if text.startswith("# expect: "):
                waiting.append(text.removeprefix("# expect: "))
            elif not text.startswith("#"):
                found += [(number, fragment) for fragment in waiting]
                waiting = []
    assert not waiting, f"{path}: no line follows the last expectation"
    return found
