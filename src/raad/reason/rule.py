"""The stored rules that follow the meaning of OWL, asked for what a triple follows from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

import pyoxigraph as ox

from raad.graph.question import Question, questions
from raad.names import RDF_TYPE

INFER, ENTAIL, CLASH = "infer", "entail", "clash"
"""The folders of sparql/: what the graph is built with, what OWL entails beside that, and what cannot be."""
_HEAD = re.compile(r"^CONSTRUCT \S (.*) \S$", re.MULTILINE)
_PREFIX = re.compile(r"^PREFIX (\w+): <([^>]*)>", re.MULTILINE)
Pattern = tuple[ox.NamedNode | str, ...]


@dataclass(frozen=True)
class Rule:
    """A rule: what it gives, and what each of its conclusions rests on, as patterns over its variables."""

    asked: Question

    @property
    def words(self) -> str:
        """Return what the rule says."""
        return self.asked.header["rule"]

    @cached_property
    def head(self) -> Pattern:
        """Return the pattern of what the rule gives."""
        return self._pattern(_HEAD.search(self.asked.text)[1])

    @cached_property
    def premises(self) -> tuple[Pattern, ...]:
        """Return the patterns of what a conclusion of the rule rests on."""
        return tuple(map(self._pattern, self.asked.header["premise"].split(" . ")))

    def derivations(self, store: ox.Store, triple: ox.Triple) -> list[tuple[ox.Triple, ...]]:
        """Return each set of triples of the store from which the triple follows by the rule at once."""
        bound = {}
        for term, value in zip(self.head, triple, strict=True):
            if isinstance(term, ox.NamedNode):
                if term != value:
                    return []
            elif bound.setdefault(term, value) != value:
                return []
        return self._found(store, bound)

    def conclusions(self, store: ox.Store) -> list[tuple[ox.Triple, ...]]:
        """Return each set of triples of the store from which the rule concludes anything."""
        return self._found(store, {})

    def _found(self, store: ox.Store, bound: dict[str, ox.NamedNode | ox.BlankNode | ox.Literal]) -> list[tuple]:
        text = _HEAD.sub("SELECT *", self.asked.text)
        given = {ox.Variable(name): value for name, value in bound.items()}
        rows = store.query(text, use_default_graph_as_union=True, substitutions=given)
        return sorted({tuple(_filled(pattern, row, bound) for pattern in self.premises) for row in rows}, key=str)

    def _pattern(self, text: str) -> Pattern:
        prefixes = dict(_PREFIX.findall(self.asked.text))
        return tuple(_term(word, prefixes) for word in text.split())


@cache
def rules(*kinds: str) -> tuple[Rule, ...]:
    """Return the rules of the given folders of sparql/ that the meaning of OWL makes valid, in the order of their names."""
    return tuple(Rule(asked) for asked in questions(kinds) if asked.header["entails"] == "owl")


def _filled(pattern: Pattern, row: ox.QuerySolution, bound: dict) -> ox.Triple:
    """Return a pattern with the values of its variables in their places."""
    return ox.Triple(*(bound.get(part) or row[part] if isinstance(part, str) else part for part in pattern))


def _term(word: str, prefixes: dict[str, str]) -> ox.NamedNode | str:
    """Return the term that a word of a pattern stands for, or the name of a variable."""
    if word == "a":
        return RDF_TYPE
    prefix, _, local = word.partition(":")
    return word[1:] if word.startswith("?") else ox.NamedNode(prefixes[prefix] + local)
