"""A reading of the part of Apache's mod_rewrite that the w3id rules use, for machines without Apache."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple


class Answer(NamedTuple):
    """The status of an answer, and where it leads."""

    status: int
    location: str = ""


class Rewrite:
    """The rules of a file, asked with a path below its folder and the `Accept` header."""

    def __init__(self, path: Path) -> None:
        """Read the directives; one that is not known here is an error."""
        self.rules: list[tuple[list[tuple[str, str, str]], str, str, list[str]]] = []
        conditions: list[tuple[str, str, str]] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            name, *words = re.findall(r'"[^"]*"|\S+', line)
            flags = words[-1].strip("[]").split(",") if words[-1].startswith("[") else []
            if name == "RewriteCond":
                conditions.append((words[0], words[1].strip('"'), ",".join(flags)))
            elif name == "RewriteRule":
                self.rules.append((conditions, words[0], words[1], flags))
                conditions = []
            elif line not in ("Options +FollowSymLinks", "RewriteEngine on"):
                raise ValueError(f"a directive that is not known here: {line}")

    def ask(self, path: str, accept: str = "") -> Answer:
        """Return what is answered to a request for a path below the folder."""
        known = {"HTTP_ACCEPT": accept, "REQUEST_URI": f"/raad/{path}"}
        for conditions, pattern, substitution, flags in self.rules:
            found = re.search(pattern, path)
            last = found and self._met(conditions, known)
            if not last:
                continue
            groups = {"$": found, "%": last if isinstance(last, re.Match) else None}
            for flag in flags:
                if flag.startswith("E="):
                    name, _, value = flag[2:].partition(":")
                    known[f"ENV:{name}"] = _filled(value, known, groups)
            status = next((int(flag[2:]) for flag in flags if flag.startswith("R=")), None)
            if status:
                return Answer(status, _filled(substitution, known, groups) if status < 400 else "")
        return Answer(200)

    @staticmethod
    def _met(conditions: list[tuple[str, str, str]], known: dict[str, str]) -> re.Match | bool:
        """Return the match of the last condition, True where there is none, or False where one is not met."""
        last: re.Match | bool = True
        for subject, pattern, flags in conditions:
            if subject == "expr":
                left, right = re.fullmatch(r"%\{reqenv:(\w+)\} -gt %\{reqenv:(\w+)\}", pattern).groups()
                if int(known[f"ENV:{left}"]) <= int(known[f"ENV:{right}"]):
                    return False
                continue
            text = known[subject.removeprefix("%{").removesuffix("}")]
            if pattern.startswith("="):
                if text != pattern[1:]:
                    return False
                continue
            found = re.search(pattern.removeprefix("!"), text, re.IGNORECASE if "NC" in flags else 0)
            if bool(found) == pattern.startswith("!"):
                return False
            last = found or last
        return last


def _filled(text: str, known: dict[str, str], groups: dict[str, re.Match | None]) -> str:
    text = re.sub(r"%\{(ENV:\w+)\}", lambda found: known[found[1]], text)
    return re.sub(r"([$%])(\d)", lambda found: (groups[found[1]][int(found[2])] or "") if groups[found[1]] else "", text)
