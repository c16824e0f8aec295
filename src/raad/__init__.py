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
    "Scope": "raad.scope",
    "ask": "raad.inquiry",
    "audit": "raad.judgement",
    "build": "raad.dataset",
    "compare": "raad.pairing",
    "coverage": "raad.term_coverage",
    "diff": "raad.difference",
    "effects": "raad.appraisal",
    "explain": "raad.explaining",
    "load": "raad.cache",
    "narrow": "raad.filter",
    "questions": "raad.question",
    "read_graph": "raad.graph_file",
    "resolve": "raad.find",
    "tables": "raad.tabulation",
    "validate": "raad.validation",
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
