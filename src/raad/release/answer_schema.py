"""JSON Schema (draft 2020-12) of what each command writes with `--format json`.

The keys are those of the dataclasses that a command gives and of the columns of the stored questions behind it, so a
schema cannot say something else than what is written. No key but those of the schema is allowed.
"""

from __future__ import annotations

from collections.abc import Callable

from raad.asking.answer import answer
from raad.asking.column import Column, columns_of
from raad.asking.difference import Difference
from raad.asking.term_coverage import Coverage
from raad.comparison.appraisal import Appraisal
from raad.comparison.judgement import Audit
from raad.comparison.matrix import Matrix
from raad.comparison.outcome import QUESTION
from raad.comparison.value import Comparison, EffectSize, Release
from raad.errors import Problem, UnknownName
from raad.explanation.value import Explanation
from raad.graph.cache import Graph
from raad.graph.frame import INTEGER, LIST, NUMBER, TRUTH
from raad.graph.question import question, questions
from raad.names import BASE, JSON_SCHEMA
from raad.near import near
from raad.reason.inference import Inference
from raad.reason.report import ConsistencyReport
from raad.reason.why import Membership
from raad.release.type_schema import CELL, SEVERAL, SINGLE, Schema, Types, closed, several
from raad.report.inventory import Inventory
from raad.scorecard.score import Score

_IRI: Schema = {"type": "string", "format": "iri"}
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_KIND = {INTEGER: "integer", NUMBER: "number", TRUTH: "boolean"}
# Fields that hold rows of a stored question, and what stands in each row beside its columns.
_ROWS: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("Party", "related"): ("describe/related-compound", ("head_to_head",)),
    ("Party", "trial"): ("evidence/trial", ()),
    ("Comparison", "actions"): ("describe/compound-action", ("compound", "opposed_on")),
    ("Comparison", "head_to_head"): ("compare/head-to-head", ("computed",)),
    ("Comparison", "tested_both"): ("compare/tested-both", ()),
    ("Comparison", "contradictions"): ("evidence/contradiction", ("touches", "publications1", "publications2")),
    ("Comparison", "robustness"): ("evidence/robustness", ("compound",)),
    ("Comparison", "balance"): ("compare/evidence-balance", ()),
    ("Comparison", "side_effect"): ("compare/side-effect", ()),
}
_LISTS = ("head_to_head", "opposed_on", "touches", "publications1", "publications2", "publication")


class AnswerSchemas:
    """The schemas of the answers of a graph, by the name of the command or of the stored question."""

    def __init__(self, graph: Graph) -> None:
        """Take the graph whose stored questions the answers come from."""
        self.graph, self._types = graph, Types(self._field)
        self._made: dict[str, Callable[[], Schema]] = {
            "audit": lambda: self._values(Audit),
            "build": lambda: self._values(Inventory),
            "compare": lambda: {"oneOf": [self._values(Comparison), self._values(Matrix)]},
            "describe": self._description,
            "diff": lambda: self._values(Difference),
            "effect": lambda: self._values(Appraisal),
            "explain": lambda: self._values(Explanation),
            "link": self._link,
            "list": self._list,
            "query": lambda: self._table(None, self._asked()),
            "questions": self._questions,
            "release": self._release,
            "score": lambda: self._values(Score),
            "reason": lambda: {"oneOf": [self._values(Inference), self._values(ConsistencyReport)]},
            "search": lambda: self._answer("find/text"),
            "sparql": lambda: {"oneOf": [self._table(None, {}), self._whole({"boolean": {"type": "boolean"}})]},
            "validate": self._validation,
            "why": lambda: self._values(Membership),
        }

    def names(self) -> list[str]:
        """Return the commands that have a schema."""
        return sorted(self._made)

    def schema(self, name: str) -> Schema:
        """Return the schema of what a command writes, or of the answer of a stored question; UnknownName gives near names."""
        self._types = Types(self._field)
        if name in self._made:
            body, title = self._made[name](), f"raad {name} --format json"
        else:
            try:
                asked = question(name)
            except UnknownName:
                known = [*self._made, *(asked.name for asked in questions())]
                hint = f"; one of: {', '.join(self.names())}, or a stored question"
                raise UnknownName("answer", name, near(name, known), hint) from None
            body, title, name = self._answer(asked.name), f"raad query {asked.name} --format json", asked.name
        about = {"$schema": JSON_SCHEMA, "$id": f"{BASE}schema/{name}.json", "title": title}
        definitions = dict(sorted(self._types.definitions.items()))
        return {**about, **body, "$defs": definitions}

    def _values(self, kind: type) -> Schema:
        """Return the schema of a dataclass as the whole of an answer, with scope and release."""
        self._types.of(kind)
        own = self._types.definitions.pop(kind.__name__)
        return self._whole(own["properties"], own["description"])

    def _whole(self, properties: dict[str, Schema], description: str = "", optional: tuple[str, ...] = ()) -> Schema:
        scope = {"description": "In which scope the answer was given; only where there is one.", "type": "string"}
        made = {"scope": scope, **properties, "release": self._types.of(Release)}
        return closed(made, description, ("scope", *optional))

    def _field(self, kind: str, name: str) -> Schema | None:
        """Return the schema of a field that holds rows, or None for any other."""
        if (kind, name) in _ROWS:
            return several(self._row(*_ROWS[kind, name]))
        special = {
            ("Comparison", "findings"): self._findings,
            ("Comparison", "gaps"): self._gaps,
            ("Comparison", "nearest"): lambda: self._by_compound("describe/nearest-compound"),
            ("Comparison", "outcome"): self._outcome,
            ("Explanation", "row"): lambda: {"type": "object", "additionalProperties": CELL},
        }
        return special[kind, name]() if (kind, name) in special else None

    def _findings(self) -> Schema:
        pair = {"has": _IRI, "lacks": _IRI, "endpoint": _IRI, "endpointLabel": _TEXT, "direction": _TEXT}
        pair |= {name: self._row("describe/compound-finding") for name in ("finding_has", "finding_lacks")}
        return closed(
            {
                "spine": several(self._row("evidence/spine-finding", ("compound", "computed"))),
                "synapse": several(self._row("evidence/synapse-finding", ("compound", "computed"))),
                "lacking": several(closed(pair, "An effect that one compound has and the other was tested for and lacks.")),
                "unmatched": several(self._row("evidence/null-result", ("compound",))),
                "sized": several(self._row("describe/compound-finding", ("compound", "computed"))),
            },
            "The findings of both compounds by topic.",
        )

    def _gaps(self) -> Schema:
        return closed(
            {
                "endpoint": several(self._row("compare/unmeasured-endpoint")),
                "spine_region": several(self._row("compare/unmeasured-spine-region")),
                "search": several(self._row("evidence/search", ("compound",))),
            },
            "What was measured with one of the two only, and what was searched for.",
        )

    def _outcome(self) -> Schema:
        topics = {topic: several(self._row(name, ("compound",))) for topic, name in QUESTION.items()}
        pooling = self._row("evidence/pooling-basis", ("compound", "k", "publication", "pooled", "reason"))
        return closed({"region": several(self._row("compare/spine-region")), **topics, "pooling": several(pooling)})

    def _by_compound(self, name: str) -> Schema:
        return {"type": "object", "additionalProperties": several(self._row(name))}

    def _row(self, name: str, more: tuple[str, ...] = (), dagger: bool = False) -> Schema:
        """Return the schema of a row of a stored question, with more keys beside its columns."""
        asked = question(name)
        label = "-".join([*name.split("/"), *more, *["dagger"] * dagger])
        if label not in self._types.definitions:
            columns = columns_of(self.graph, asked, answer(self.graph, name).columns)
            properties = {column.name: _cell(column) for column in columns}
            properties |= {extra: self._extra(extra) for extra in more}
            if dagger:
                properties["dagger"] = {**SEVERAL, "description": "The columns whose value was not seen on a page."}
            self._types.definitions[label] = closed(properties, f"{asked.title}.")
        return {"$ref": f"#/$defs/{label}"}

    def _extra(self, name: str) -> Schema:
        if name == "computed":
            return {"anyOf": [self._types.of(EffectSize), {"type": "null"}]}
        known = {"compound": _IRI, "k": _COUNT, "pooled": {"type": "null"}, "reason": _TEXT}
        return SEVERAL if name in _LISTS else known[name]

    def _asked(self) -> dict[str, Schema]:
        parameters = {"type": "object", "additionalProperties": _TEXT, "description": "The values of the parameters by name."}
        return {"question": _TEXT, "words": {**_TEXT, "description": "The question in words."}, "parameters": parameters}

    def _table(self, row: Schema | None, about: dict[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
        """Return the schema of a table: what it is about, its columns, its rows; None is a row of any columns."""
        row = row or {"type": "object", "additionalProperties": CELL}
        return self._whole({**about, "columns": several(_TEXT), "rows": several(row)}, "A table.", optional)

    def _answer(self, name: str) -> Schema:
        return self._table(self._row(name, dagger=bool(question(name).shows)), self._asked())

    def _list(self) -> Schema:
        kinds = closed({"kind": _TEXT, "records": _COUNT}, "A kind of record, and how many there are.")
        return {"oneOf": [self._answer("find/record"), self._table(kinds, {})]}

    def _link(self) -> Schema:
        loaded = closed({"name": _TEXT, "triples": _COUNT, "format": _TEXT, "file": _TEXT}, "A file that was loaded.")
        formats = closed(dict.fromkeys(("format", "toldBy", "names"), _TEXT), "What can be loaded, and by what it is told.")
        held = self._row("workspace/external")
        return {"oneOf": [self._table(row, {}) for row in (loaded, formats, held)]}

    def _questions(self) -> Schema:
        asked = closed(dict.fromkeys(("name", "title", "parameters"), _TEXT), "A stored question.")
        term = {"term": _IRI, "kind": _TEXT, "label": _TEXT, "stated": _COUNT, "inferred": _COUNT}
        left = closed(term, "A class or property that no stored question names.")
        covered = {"words": _TEXT, "covered": several(self._types.of(Coverage))}
        return {"oneOf": [self._table(asked, {}), self._table(left, covered)]}

    def _description(self) -> Schema:
        said = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": SEVERAL}}
        said["description"] = "By subject and property, the values."
        referrers = several(self._row("find/referrer"))
        return self._whole({"id": _IRI, "statements": said, "referred_to_by": referrers}, "All that is said of a record.")

    def _release(self) -> Schema:
        file = {"path": _TEXT, "bytes": _COUNT, "sha256": _TEXT, "media_type": _TEXT}
        graph = closed({"triples": _COUNT, "records": _COUNT}, "What a named graph holds.")
        manifest = {"name": _TEXT, "version": _TEXT, "version_iri": _IRI, "graphs": _by_name(graph), "records": _by_name(_COUNT)}
        manifest["files"] = several(closed(file))
        made = {"folder": _TEXT, "new_names": _COUNT, "manifest": closed(manifest, "The file manifest.json of the release.")}
        checked = {"passed": {"type": "boolean"}, "faults": several(_TEXT)}
        return {"oneOf": [self._whole(made, "A release."), self._whole(checked, "The check of a release.")]}

    def _validation(self) -> Schema:
        kinds = {"line": _COUNT, "column": _COUNT, "severity": {"enum": ["Violation", "Warning", "Info"]}}
        problem = closed({name: kinds.get(name, _TEXT) for name in Problem._fields}, Problem.__doc__)
        counts = dict.fromkeys(("files", "records", "shapes", "checks"), _COUNT)
        made = {"passed": {"type": "boolean"}, **counts, "problems": several(problem), "warnings_elsewhere": _COUNT}
        return self._whole(made, "What was checked and what was found.")


def _by_name(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def _cell(column: Column) -> Schema:
    about: Schema = {"description": column.meaning} if column.meaning else {}
    if column.kind == LIST:
        return {**SEVERAL, **about}
    if column.printed:
        return {"type": ["string", "null"], **about}
    return {**({"type": [_KIND[column.kind], "null"]} if column.kind in _KIND else SINGLE), **about}
