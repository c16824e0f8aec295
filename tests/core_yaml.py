"""YAML 1.2 core values, as an editor gives them: null, true and false, whole numbers, decimals, all else text."""

from __future__ import annotations

import re

import yaml


class _Core(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """The loader of PyYAML with the tags of the core schema of YAML 1.2 (chapter 10.3) in place of those of YAML 1.1."""

    yaml_implicit_resolvers: dict = {}  # noqa: RUF012


for _tag, _form, _first in (
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", [*"-+0123456789"]),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", [*"-+.0123456789"]),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_form})$"), _first)


def read_core(text: str) -> object:
    """Return the values of a YAML text under the core schema."""
    return yaml.load(text, _Core)
