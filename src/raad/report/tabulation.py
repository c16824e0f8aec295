"""A comparison, and what was computed from printed numbers, as tables that become data frames."""

from __future__ import annotations

from dataclasses import asdict

from raad.comparison.appraisal import Appraisal
from raad.comparison.value import Comparison, EffectSize, Row
from raad.graph.query import Table
from raad.report.effect import appraisal_table

_COMPUTED = ("g", "lower", "upper", "formula")


def tables(made: Comparison | Appraisal) -> dict[str, Table]:
    """Return the sections of a comparison by name, or the one table `finding` of an appraisal, a row a finding.

    Sections are `spine`, `synapse` and the other findings, `action`, `head_to_head`, `tested_both`, `contradiction`,
    `robustness`, `source`, and each gap as `missing_endpoint`, `missing_spine_region`, `search`. A row within a row has
    its columns beside the others, joined by `_`; a computed effect size gives `computed_g`, `computed_lower` ...
    """
    if isinstance(made, Appraisal):
        return {"finding": appraisal_table(made)}
    gaps = {name if name == "search" else f"missing_{name}": rows for name, rows in made.gaps.items()}
    sections = {
        **made.findings,
        **gaps,
        "action": made.actions,
        "head_to_head": made.head_to_head,
        "tested_both": made.tested_both,
        "contradiction": made.contradictions,
        "robustness": made.robustness,
        "source": tuple(map(asdict, made.sources)),
    }
    return {name: _table([_flat(row) for row in rows]) for name, rows in sections.items()}


def _table(rows: list[Row]) -> Table:
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    return Table(columns, tuple(tuple(row.get(name) for name in columns) for row in rows))


def _flat(row: Row) -> Row:
    flat: Row = {}
    for name, value in row.items():
        if name == "computed":
            flat |= _computed(value)
        elif isinstance(value, dict):
            flat |= {f"{name}_{inner}": cell for inner, cell in _flat(value).items()}
        else:
            flat[name] = value
    return flat


def _computed(size: EffectSize | None) -> Row:
    return {f"computed_{name}": getattr(size, name) if size else None for name in _COMPUTED}
