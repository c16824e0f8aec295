"""Proof of what a curator is told: each broken file of tests/broken/ gets the right file, line, column and advice.

The first line of a file says under which name it is checked, as in `# file: publication/broken-01.yaml`; each line
`# expect: LINE:COLUMN: ADVICE` is one problem, and there must be no other. The files are checked with one call of
`raad validate` on the folder that holds them.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict

import pytest

from raad.cli import main
from raad.rooms import walk

FOLDER = os.path.join(os.path.dirname(__file__), "broken")
NAMES = [os.path.basename(path) for path in walk(FOLDER, ".yaml")]


def _header(name: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the name a broken file is checked under, and place and advice of each problem it expects."""
    with open(os.path.join(FOLDER, name), encoding="latin-1") as stream:
        text = stream.read()
    place = re.search(r"# file: (\S+)", text)
    return place[1], re.findall(r"^# expect: (\d+:\d+): (.+)$", text, re.MULTILINE)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return what `raad validate` says of each broken file, after the name of the file."""
    folder = tmp_path_factory.mktemp("broken")
    paths = {}
    for name in NAMES:
        path = os.path.join(folder, name.removesuffix(".yaml"), _header(name)[0])
        os.makedirs(os.path.dirname(path))
        with open(os.path.join(FOLDER, name), "rb") as stream, open(path, "wb") as copy:
            copy.write(stream.read())
        paths[path] = name
    target = os.path.join(folder, "told.txt")
    with pytest.raises(SystemExit) as left:
        main(["validate", *paths, "-o", target])
    assert left.value.code == 1
    said = defaultdict(list)
    with open(target, encoding="utf-8") as stream:
        for line in stream:
            path = next((path for path in paths if line.startswith(path + ":")), None)
            said[paths[path] if path else ""].append(line.removeprefix(f"{path}:").rstrip("\n"))
    return said


def test_the_files_differ_in_what_they_expect() -> None:
    advice = [tuple(advice for _, advice in _header(name)[1]) for name in NAMES]
    assert len(NAMES) >= 30
    assert all(advice)
    assert len(set(advice)) >= len(NAMES) - 2  # the indentation and the open quote are both told as YAML that cannot be read


@pytest.mark.parametrize("name", NAMES)
def test_broken_file_is_told_with_place_and_advice(told: dict[str, list[str]], name: str) -> None:
    left = list(told[name])
    for place, advice in _header(name)[1]:
        hit = next((line for line in left if line.startswith(f"{place}: ") and advice in line), None)
        assert hit, (place, advice, left)
        left.remove(hit)
    assert left == []
