"""Values as they are typed on the command line: pairs of name and value, and queries."""

from __future__ import annotations

import argparse
import sys

from raad.errors import UsageError
from raad.graph.question import Question, federated


def parameters(given: list[str], asked: Question, plain: list[str]) -> dict[str, str]:
    """Return the values by parameter: those given as name=value, and plain ones in the order of the parameters.

    UsageError says what is too many, no pair, or given twice.
    """
    names = [parameter.name for parameter in asked.parameters]
    if len(plain) > len(names):
        raise UsageError(f"{asked.name} takes {len(names)} value(s) ({', '.join(names)}), not {len(plain)}")
    plain = [f"{name}={value}" for name, value in zip(names, plain, strict=False)]
    return pairs([*plain, *given], "parameter")


def federated_question(options: argparse.Namespace) -> Question | None:
    """Return the question that is asked of a service on the network; None for any other, which takes no service."""
    asked = federated(options.name)
    if not asked and (options.service or options.deadline):
        raise UsageError(f"{options.name} asks no service; --service and --deadline are for questions of sparql/federated/")
    return asked


def pairs(given: list[str], noun: str) -> dict[str, str]:
    """Return texts of the form name=value as values by name, each name once; UsageError shows what is none."""
    values: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not value:
            raise UsageError(f"a {noun} is given as name=value, not {text!r}")
        if name in values:
            raise UsageError(f"the {noun} {name} is given twice, as {values[name]!r} and as {value!r}; give it once")
        values[name] = value
    return values


def query_text(given: str) -> str:
    """Return a query as given, from the file named after @, or from standard input for -; UsageError says what cannot be read."""
    if given == "-":
        return sys.stdin.read()
    if not given.startswith("@"):
        return given
    try:
        with open(given[1:], encoding="utf-8") as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the query file {given[1:]!r} cannot be read: {error}") from None
