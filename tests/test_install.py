"""Proof that RAAD installs from a folder of wheels on a machine that reaches no network, and answers there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYTHON = [sys.executable, "-m"]
PIP = [*PYTHON, "pip", "--disable-pip-version-check", "--quiet"]

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(not (ROOT / "src").is_dir(), reason="wheels are made from a checkout"),
]


def offline() -> list[str]:
    """Return the words before a command by which it sees no network, not even this machine."""
    for words in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:
            return words
    pytest.skip("a network cannot be taken from a command here (unshare --net)")


def test_folder_of_wheels_is_enough(tmp_path: Path) -> None:
    cut_off, wheels, venv = offline(), tmp_path / "wheels", tmp_path / "venv"
    made = subprocess.run([*PIP, "wheel", "--wheel-dir", str(wheels), str(ROOT)], capture_output=True, text=True, check=False)
    if made.returncode and "Could not find a version" in made.stderr:
        pytest.skip("no registry of packages is reachable to fill the folder from")
    assert made.returncode == 0, made.stderr
    assert [path.suffix for path in wheels.iterdir() if path.suffix != ".whl"] == []
    subprocess.run([*PYTHON, "venv", str(venv)], check=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    install = [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
    for words in (
        [*install, "--no-index", "--find-links", str(wheels), "raad"],
        [str(venv / "bin" / "raad"), "validate"],
    ):
        told = subprocess.run([*cut_off, *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stderr
    words = [str(venv / "bin" / "raad"), "compare", "rapastinel", "ketamine"]
    told = subprocess.run([*cut_off, *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.startswith("RAPASTINEL COMPARED WITH KETAMINE\n")
    assert "opposite sign on the NMDA receptor" in told.stdout


def test_the_cut_off_command_sees_no_network() -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', 9), 2)"
    told = subprocess.run([*offline(), sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "Network is unreachable" in told.stderr
