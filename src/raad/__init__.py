"""RAAD: an evidence graph of rapid-acting antidepressants and synaptic plasticity."""

from __future__ import annotations

__all__ = [
    "Scope",
    "__version__",
    "ask",
    "audit",
    "build",
    "compare",
    "coverage",
    "diff",
    "effects",
    "explain",
    "load",
    "narrow",
    "questions",
    "read_graph",
    "resolve",
    "tables",
    "validate",
]

_HOMES = {
    "Scope": "raad.graph.scope",
    "ask": "raad.asking.inquiry",
    "audit": "raad.comparison.judgement",
    "build": "raad.graph.dataset",
    "compare": "raad.comparison.pairing",
    "coverage": "raad.asking.term_coverage",
    "diff": "raad.asking.difference",
    "effects": "raad.comparison.appraisal",
    "explain": "raad.explanation.reason",
    "load": "raad.graph.cache",
    "narrow": "raad.asking.filter",
    "questions": "raad.graph.question",
    "read_graph": "raad.graph.file",
    "resolve": "raad.asking.find",
    "tables": "raad.report.tabulation",
    "validate": "raad.graph.validation",
}


def __getattr__(name: str) -> object:
    """Return a public function or class, imported when it is first asked for, or the version of the installed package."""
    if name == "__version__":
        from importlib.metadata import version

        return version("raad")
    if name not in _HOMES:
        raise AttributeError(f"module 'raad' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
