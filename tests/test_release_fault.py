"""Proof that nothing is lost: killed and interrupted processes, full disks, two at once, read-only folders, other machines."""

from __future__ import annotations

import os
import pickle
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from release_child import QUICK, frozen_graph

import raad
from raad.errors import UsageError
from raad.release.content import release_files
from raad.release.manifest import faults
from raad.rooms import room
from raad.target import write_folder

CHILD = Path(__file__).parent / "release_child.py"
KILLS, SEED, NOBODY = 10, 58, 65534
ROOT = os.geteuid() == 0
# Root becomes nobody, who may read all, so that this checkout and its interpreter can lie anywhere, and write nothing.
AS_NOBODY = [
    "setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", "--inh-caps", "+dac_read_search",
    "--ambient-caps", "+dac_read_search", "--bounding-set", "-all,+dac_read_search,+setpcap",
]  # fmt: skip
COMMANDS = {
    "release": ("release", "{}", "--force"),
    "build": ("build", "-o", "{}/raad.nq"),
    "export": ("export", "--format", "turtle", "-o", "{}/raad.ttl"),
}


@pytest.fixture(scope="module")
def old() -> dict[str, bytes]:
    """Return the files of a release that lies in the way of a new one."""
    return {**release_files(frozen_graph(), None, ()), "old.txt": b"old\n"}


@pytest.fixture
def place(tmp_path: Path, old: dict[str, bytes]) -> Path:
    """Return the folder of the old release, in a folder of its own."""
    write_folder(str(tmp_path / "here" / "release") if (tmp_path / "here").mkdir() is None else "", old)
    return tmp_path / "here" / "release"


def child(*arguments: str, before: tuple[str, ...] = (), **options) -> subprocess.Popen:
    """Start a command on the frozen records."""
    words = [*before, sys.executable, str(CHILD), *arguments]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def as_nobody() -> list[str]:
    """Return the words before a command by which root runs it as a user without rights; nothing for other users."""
    if not ROOT:
        return []
    tried = shutil.which("setpriv") and subprocess.run([*AS_NOBODY, sys.executable, "-c", ""], capture_output=True, check=False)
    if not tried or tried.returncode:
        pytest.skip("root cannot run a command as a user without rights here")
    return AS_NOBODY


def until_writing(process: subprocess.Popen) -> None:
    """Wait until a release begins to write."""
    for line in process.stderr:
        if line.startswith("writing"):
            return
    raise AssertionError("the command ended before it wrote")


def content(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def is_old_or_new(folder: Path, old: dict[str, bytes]) -> bool:
    """Return whether a folder holds the old release to the byte, or a whole new one."""
    return content(folder) == old or (faults(str(folder)) == [] and not (folder / "old.txt").exists())


def hidden(folder: Path) -> list[str]:
    """Return what lies hidden beside a release."""
    return [path.name for path in folder.parent.iterdir() if path != folder]


def test_killed_at_ten_moments_the_old_release_or_a_whole_new_one_is_there(place: Path, old: dict[str, bytes]) -> None:
    moment = random.Random(SEED)
    code = (
        "import pickle, sys; from raad.target import write_folder; files = pickle.load(open(sys.argv[1], 'rb'));"
        "print('writing', file=sys.stderr, flush=True); write_folder(sys.argv[2], files, replace=True)"
    )
    new = release_files(frozen_graph(), None, QUICK)
    kept = place.parent.parent / "new.pickle"
    kept.write_bytes(pickle.dumps(new))
    words, took, killed = [sys.executable, "-c", code, str(kept), str(place)], 0.0, 0
    for _ in range(4 * KILLS):
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
            until_writing(process)
            begun = time.monotonic()
            if took:
                time.sleep(moment.random() * took)
                process.kill()
            done = process.wait() == 0
        took, killed = took or time.monotonic() - begun, killed + (not done)
        assert content(place) == new if done else is_old_or_new(place, old)
        assert all(name.startswith(".raad-at-work-") for name in hidden(place))
        shutil.rmtree(place)
        write_folder(str(place), old)
        if killed == KILLS:
            break
    assert killed == KILLS
    assert hidden(place) == []


def test_a_folder_of_a_killed_process_is_no_release_and_the_next_run_removes_it(place: Path, old: dict[str, bytes]) -> None:
    left = place.parent / ".raad-at-work-abc"
    shutil.copytree(place, left)
    (left / "manifest.json").unlink()
    assert faults(str(left)) != []
    write_folder(str(place), old, replace=True)
    assert hidden(place) == []


def test_a_folder_in_which_somebody_is_at_work_stays(tmp_path: Path, old: dict[str, bytes]) -> None:
    from raad.target import _held_folder

    busy, lock = _held_folder(str(tmp_path))
    write_folder(str(tmp_path / "release"), old)
    assert os.path.isdir(busy)
    os.close(lock)
    write_folder(str(tmp_path / "release"), old, replace=True)
    assert not os.path.isdir(busy)


def test_interrupted_it_leaves_with_130_and_the_old_release(place: Path, old: dict[str, bytes]) -> None:
    process = child("release", str(place), "--force")
    until_writing(process)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert content(place) == old
    assert hidden(place) == []


def test_two_at_once_leave_one_whole_release(tmp_path: Path) -> None:
    place = tmp_path / "release"
    both = [child("release", str(place)) for _ in range(2)]
    codes = sorted((process.communicate(timeout=120), process.returncode)[1] for process in both)
    assert codes == [0, 2]
    assert faults(str(place)) == []
    assert hidden(place) == []


def test_a_place_filled_meanwhile_is_not_overwritten(tmp_path: Path, old: dict[str, bytes], monkeypatch) -> None:
    place = tmp_path / "release"
    begun = os.chmod

    def fill(*arguments, **options):
        place.mkdir(exist_ok=True)
        (place / "mine.txt").write_text("mine", encoding="utf-8")
        return begun(*arguments, **options)

    monkeypatch.setattr(os, "chmod", fill)
    with pytest.raises(UsageError, match="filled by somebody else"):
        write_folder(str(place), old)
    assert content(place) == {"mine.txt": b"mine"}
    assert hidden(place) == []


def test_swap_without_the_system_keeps_both(tmp_path: Path, monkeypatch) -> None:
    from raad import target

    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(target.ctypes, "CDLL", lambda *arguments, **options: object())
    target._swap(str(tmp_path / "one"), str(tmp_path / "other"))
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["one"]
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["other"]
    assert len(list(tmp_path.iterdir())) == 2


# No room, and no right to write.


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a small disk."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = ROOT and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_on_a_full_disk_the_old_is_left_and_nothing_else(small_disk: Path, name: str) -> None:
    place = small_disk / "release"
    place.mkdir()
    (place / "old.txt").write_text("old", encoding="utf-8")
    for target in ("raad.nq", "raad.ttl") if name != "release" else ():
        (place / target).write_text("old", encoding="utf-8")
    before = content(place)
    failed(child(*(word.format(place) for word in COMMANDS[name])), "No space left on device")
    assert content(place) == before
    assert hidden(place) == []
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_past_the_limit_of_a_file_the_old_is_left_and_nothing_else(place: Path, old: dict[str, bytes], name: str) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    failed(child(*(word.format(place) for word in COMMANDS[name]), preexec_fn=limit), "File too large")
    assert content(place) == old
    assert hidden(place) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_where_nothing_may_be_written_nothing_is(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    folder.chmod(0o555)
    arguments = [word.format(folder) if name != "release" else word.format(folder / "release") for word in COMMANDS[name]]
    failed(child(*arguments, before=as_nobody()), "cannot be written to", 2)
    assert list(folder.iterdir()) == []
    folder.chmod(0o755)


def failed(process: subprocess.Popen, words: str, code: int = 5) -> None:
    """Hold that a command failed with a code and one line that says why."""
    _, told = process.communicate(timeout=120)
    assert process.returncode == code, told
    assert words in told
    assert "Traceback" not in told


# The same bytes on another machine.


def copied(folder: Path) -> Path:
    """Return a copy of all that a release is made from, in a folder; its modules lie in `src`."""
    package = Path(raad.__file__).parent
    shutil.copytree(package, folder / "src" / "raad", ignore=shutil.ignore_patterns("__pycache__"))
    if package.parent.name == "src":
        root = Path(room("ontology")).parent
        for name in ("ontology", "data", "shapes", "sparql"):
            shutil.copytree(root / name, folder / name)
        for name in ("pyproject.toml", "CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-DATA"):
            shutil.copy(root / name, folder / name)
    shutil.copytree(CHILD.parent / "frozen", folder / "tests" / "frozen")
    for name in ("release_child.py", "frozen_graph.py"):
        shutil.copy(CHILD.parent / name, folder / "tests" / name)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def released(folder: Path, command: list[str], other: bool) -> dict[str, bytes]:
    """Return what a release writes from a copy, with the surroundings of one machine or of another."""
    home, out = folder / "home", folder / "out"
    for made in (home, out):
        made.mkdir()
        made.chmod(0o777)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(folder / "src"),
        "PYTHONHASHSEED": "77" if other else "1",
        "TZ": "America/Lima" if other else "Asia/Tokyo",
        "LANG": "tr_TR.UTF-8" if other else "C",
        "LC_ALL": "tr_TR.UTF-8" if other else "C",
        "HOME": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    words = [*(as_nobody() if other else ()), sys.executable, *command, "release", str(out / "release")]
    told = subprocess.run(
        words, cwd=home if other else folder, env=environment, umask=0o077 if other else 0o002, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return content(out / "release")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that another user can enter, which those of pytest do not let in."""
    with tempfile.TemporaryDirectory(prefix="raad-two-machines-") as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def two_releases(folder: Path, command: Callable[[Path], list[str]]) -> Iterator[dict[str, bytes]]:
    """Give what two copies write, each on a machine of its own."""
    for number in range(2):
        copy = copied(folder / f"copy-{number}")
        yield released(copy, command(copy), other=bool(number))


def equal(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    """Hold that two releases are equal to the byte."""
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


def test_two_releases_of_two_copies_are_equal_to_the_byte(open_folder: Path) -> None:
    equal(*two_releases(open_folder, lambda copy: [str(copy / "tests" / CHILD.name)]))


@pytest.mark.campaign
def test_two_whole_releases_of_two_copies_are_equal_to_the_byte(open_folder: Path) -> None:
    equal(*two_releases(open_folder, lambda copy: ["-m", "raad"]))


@pytest.mark.campaign
@pytest.mark.parametrize("name", COMMANDS)
def test_the_whole_command_killed_at_ten_moments_loses_nothing(tmp_path: Path, old: dict[str, bytes], name: str) -> None:
    moment, place = random.Random(SEED), tmp_path / "here" / "release"
    place.parent.mkdir()
    write_folder(str(place), old)
    program = [str(CHILD)] if name == "release" else ["-m", "raad"]  # a release of all records takes a minute a moment
    words = [sys.executable, *program, *(word.format(place) for word in COMMANDS[name])]
    begun = time.monotonic()
    subprocess.run(words, check=True, capture_output=True)
    took, whole = time.monotonic() - begun, content(place)
    written = whole.keys() - old.keys() | {path for path in old if whole.get(path) != old[path]}
    for _ in range(KILLS):
        shutil.rmtree(place)
        write_folder(str(place), old)
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment.random() * took)
        process.kill()
        process.wait()
        there = {path: body for path, body in content(place).items() if not os.path.basename(path).startswith(".raad-")}
        assert there in (old, whole) or (
            name != "release" and all(there[path] == whole[path] for path in there if path in written)
        )
        assert all(left.startswith(".raad-") for left in hidden(place))
    subprocess.run(words, check=True, capture_output=True)
    assert {path for path in content(place) if not path.startswith(".raad-")} == whole.keys()
