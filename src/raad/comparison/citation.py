"""Sources as BibTeX, RIS and CSL-JSON: only what their records hold, what was not seen on a page named in a note."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from raad.asking.answer import answer
from raad.comparison.value import Source
from raad.graph.cache import Graph

FIELDS = {
    "title": "title", "hasAuthor": "author", "publicationYear": "year", "journal": "journal", "volumePages": "volume and pages",
    "doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "registryNumber": "registry number",
}  # fmt: skip
ARTICLES = ("journal article", "review")
CSL = {"web page": "webpage", "trial record": "webpage", "news item": "article-newspaper", "meeting abstract": "paper-conference"}
RIS = {"web page": "ELEC", "trial record": "ELEC", "news item": "NEWS", "meeting abstract": "ABST"}
LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {c: "\\" + c for c in "&%$#_{}"}
NAME = re.compile(r"(?P<family>.+?) (?P<given>[A-Z](?:-?[A-Z]){0,3})(?: (?P<suffix>Jr|Sr|II|III))?")
PLACE = re.compile(r"(?P<volume>\d+)?(?:\((?P<issue>[^()]+)\))?(?::(?P<page>\S+))?")


@dataclass(frozen=True)
class Entry:
    """A source with the authors seen, whether their list goes on, and the release that it is cited from."""

    source: Source
    authors: tuple[str, ...]
    cut: bool
    version: str


def citations(graph: Graph, sources: Iterable[Source], form: str) -> str:
    """Return sources as `bibtex`, `ris` or `csl-json`, in their order, each under the id of its publication."""
    authors: dict[str, list[str]] = {}
    cut = set()
    for publication, _, name, truncated in answer(graph, "find/author").rows:
        authors.setdefault(publication, []).append(name)
        cut |= {publication} if truncated else set()
    entries = [
        Entry(source, tuple(authors.get(source.publication, ())), source.publication in cut, graph.version) for source in sources
    ]
    if form == "csl-json":
        return json.dumps([_csl(entry) for entry in entries], ensure_ascii=False, indent=1) + "\n"
    return "\n".join((_bibtex if form == "bibtex" else _ris)(entry) for entry in entries)


def _bibtex(entry: Entry) -> str:
    source, place = entry.source, _place(entry.source)
    names = " and ".join([_bibtex_name(name) for name in entry.authors] + ["others"] * entry.cut)
    fields = {
        "author": names,
        "title": f"{{{latex(source.title)}}}" if source.title else "",
        "journal": latex(source.journal or ""),
        "year": str(source.year or ""),
        "volume": latex(place.get("volume", "")),
        "number": latex(place.get("issue", "")),
        "pages": latex(place.get("page", "")).replace("-", "--"),
        "doi": source.doi or "",
        "pmid": str(source.pmid or ""),
        "pmcid": source.pmcid or "",
        "url": "" if source.doi else source.page,
        "note": latex(_note(entry)),
    }
    kind = "article" if source.kind in ARTICLES and source.journal else "misc"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{_key(source)},", *lines, "}"]) + "\n"


def _ris(entry: Entry) -> str:
    source, place = entry.source, _place(entry.source)
    first, _, last = place.get("page", "").partition("-")
    lines = [("TY", "JOUR" if source.kind in ARTICLES else RIS.get(source.kind, "GEN")), ("ID", _key(source))]
    lines += [("AU", ", ".join(filter(None, _name(name).values()))) for name in entry.authors]
    lines += [
        ("TI", source.title), ("T2", source.journal), ("PY", source.year), ("VL", place.get("volume")),
        ("IS", place.get("issue")),
        ("SP", first), ("EP", last), ("DO", source.doi), ("AN", source.pmid and f"PMID:{source.pmid}"), ("C2", source.pmcid),
        ("UR", None if source.doi else source.page), ("N1", _note(entry)),
    ]  # fmt: skip
    said = [f"{tag}  - {' '.join(str(value).split())}" for tag, value in lines if value]
    return "\n".join([*said, "ER  - ", ""])


def _csl(entry: Entry) -> dict:
    source, place = entry.source, _place(entry.source)
    made = {
        "id": _key(source),
        "type": "article-journal" if source.kind in ARTICLES else CSL.get(source.kind, "document"),
        "title": source.title,
        "author": [_name(name) for name in entry.authors],
        "issued": {"date-parts": [[source.year]]} if source.year else None,
        "container-title": source.journal,
        **place,
        "DOI": source.doi,
        "PMID": str(source.pmid) if source.pmid else None,
        "PMCID": source.pmcid,
        "number": ", ".join(source.registry),
        "URL": None if source.doi else source.page,
        "note": _note(entry),
    }
    return {name: value for name, value in made.items() if value}


def latex(words: str) -> str:
    """Return words so that LaTeX shows them as they are."""
    return "".join(LATEX.get(character, character) for character in " ".join(words.split()))


def _key(source: Source) -> str:
    return source.publication.rpartition("/")[2]


def _name(name: str) -> dict[str, str]:
    """Return a name as printed in its parts, or whole where it is not a family name with initials."""
    found = NAME.fullmatch(name)
    parts = {part: said for part, said in found.groupdict().items() if said} if found else {"literal": name}
    return parts | ({"given": " ".join(re.findall(r"-?[A-Z]", parts["given"])).replace(" -", "-")} if found else {})


def _bibtex_name(name: str) -> str:
    parts = {part: latex(said) for part, said in _name(name).items()}
    if "literal" in parts:
        return f"{{{parts['literal']}}}"
    return ", ".join(filter(None, (parts["family"], parts.get("suffix"), parts["given"])))


def _place(source: Source) -> dict[str, str]:
    """Return volume, issue and page of a source as far as its words say them in the usual way."""
    found = PLACE.fullmatch(source.volume_pages or "")
    return {part: said for part, said in found.groupdict().items() if said} if found else {}


def _note(entry: Entry) -> str:
    """Return what a reader must know beside the fields: what was not seen on a page, what is missing, a retraction."""
    source = entry.source
    unseen = [FIELDS[name] for name in FIELDS if name in source.unverified]
    said = [
        "RETRACTED" if source.retraction == "retracted" else "",
        f"not seen on a page: {', '.join(unseen)}" if unseen else "",
        "author list cut" if entry.cut else "",
        f"printed as {source.volume_pages}" if source.volume_pages and not _place(source) else "",
        f"registry {', '.join(source.registry)}" if source.registry else "",
        "" if source.kind in ARTICLES[:1] else source.kind,
        f"RAAD {entry.version}, publication:{_key(source)}",
    ]
    return "; ".join(filter(None, said))
