"""A plain reader of the curated YAML that shares no code with RAAD: five questions answered with loops over dictionaries."""

from __future__ import annotations

import glob
import os

import yaml

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Reader:
    """The curated records as plain dictionaries by id."""

    def __init__(self, folder: str) -> None:
        """Read the folders and lists of data/."""
        self.folder = folder
        self.publication, self.mechanism, self.compound = (self.files(name) for name in ("publication", "mechanism", "compound"))
        self.contradiction = self._list("contradiction.yaml")
        self.endpoint = self._list(os.path.join("vocabulary", "endpoint.yaml"))
        self.finding = {f["id"]: f for p in self.publication.values() for f in p.get("finding", [])}
        self.reported = {f["id"]: p["id"] for p in self.publication.values() for f in p.get("finding", [])}

    def files(self, name: str) -> dict[str, dict]:
        """Return the records of a folder by id."""
        found = {}
        for path in glob.glob(os.path.join(self.folder, name, "*.yaml")):
            with open(path, encoding="utf-8") as stream:
                record = yaml.load(stream, LOADER)
            found[record["id"]] = record
        return found

    def read(self, name: str) -> list[dict]:
        """Return the records of a list file."""
        with open(os.path.join(self.folder, name), encoding="utf-8") as stream:
            return yaml.load(stream, LOADER)

    def _list(self, name: str) -> dict[str, dict]:
        return {record["id"]: record for record in self.read(name)}

    def tested(self, compound: str) -> set[str]:
        """Return the findings that test a compound."""
        return {name for name, finding in self.finding.items() if compound in listed(finding.get("compound"))}

    def null_results(self, compound: str) -> set[str]:
        """Return the findings of no change of a compound, those stated against a comparator aside."""
        found = {name for name in self.tested(compound) if self.finding[name].get("direction") == "no change"}
        return {name for name in found if self.finding[name].get("relative_to") != "comparator"}

    def spine_findings(self, compound: str) -> set[tuple[str, str, str]]:
        """Return finding, endpoint and direction of the spine and dendrite findings of a compound."""
        found = set()
        for name in self.tested(compound):
            finding = self.finding[name]
            if {"dendritic-spine-measure", "dendrite-measure"} & set(self.wider(finding["endpoint"])):
                found.add((name, finding["endpoint"], finding.get("direction", "")))
        return found

    def wider(self, endpoint: str) -> list[str]:
        """Return an endpoint and all above it."""
        chain = [endpoint]
        while "parent" in self.endpoint[chain[-1]]:
            chain.append(self.endpoint[chain[-1]]["parent"])
        return chain

    def head_to_head(self, a: str, b: str) -> set[str]:
        """Return the findings that test one of two compounds and name the other as comparator, mirrored ones aside."""
        found = set()
        for one, other in ((a, b), (b, a)):
            found |= {name for name in self.tested(one) if self.finding[name].get("comparator") == f"compound:{other}"}
        return {name for name in found if "mirror_of" not in self.finding[name]}

    def contradictions(self, compound: str) -> set[tuple[str, str]]:
        """Return contradiction and status where a member of either side tests the compound."""
        found = set()
        for name, record in self.contradiction.items():
            sides = [listed(side.get("finding")) for side in record["side"]]
            if any(member in self.tested(compound) for side in sides for member in side):
                found.add((name, record["status"]))
        return found

    def shared_events(self, a: str, b: str) -> set[tuple[str, str, str]]:
        """Return mechanism, mechanism and event for every event that two mechanisms reach with a supporting line."""
        found = set()
        for one in self.mechanisms(a):
            for other in self.mechanisms(b):
                found |= {(one, other, event) for event in self.reached(one) & self.reached(other)}
        return found

    def mechanisms(self, compound: str) -> set[str]:
        """Return the mechanisms that explain a compound."""
        return {
            name
            for name, record in self.mechanism.items()
            if compound in listed(record["compound"]) + listed(record.get("leads_for"))
        }

    def reached(self, mechanism: str) -> set[str]:
        """Return the events that a mechanism reaches with a supporting line."""
        return {
            step["effect"]
            for step in self.mechanism[mechanism]["step"]
            if step["branch"] not in ("absent", "rival")
            and any(line["stance"] == "supports" for line in step.get("evidence_line", []))
        }


def listed(value: object) -> list:
    """Return a value as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]
