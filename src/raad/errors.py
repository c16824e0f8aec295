"""What can go wrong, said so that the reader can mend it.

RaadError
 |- UsageError       the call itself is off (exit 2)
 |- QueryError       a SPARQL query does not parse or run (exit 2)
 |- ServiceError     a service on the network cannot be asked, or answers no answer (exit 2)
 |   |- ServiceTimeout it gave none in time (exit 4)
 |- UnknownName      no record, question or parameter has that name (exit 3)
 |   |- AmbiguousName several records have it
 |   |- RetiredName   its record is no longer used, and another takes its place
 |- DataError        curated files or checks have problems (exit 1)
 |- RoomMissing      a folder of RAAD cannot be found (exit 5)
"""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing wrong in a curated file: where, in which record, what, and what would be right."""

    file: str
    line: int
    column: int
    record: str
    message: str
    severity: str = "Violation"

    def __str__(self) -> str:
        """Return `file:line:column: record: message`, warnings marked."""
        mark = "" if self.severity == "Violation" else f"{self.severity.lower()}: "
        record = f"{self.record}: " if self.record else ""
        return f"{self.file}:{self.line}:{self.column}: {mark}{record}{self.message}"


class RaadError(Exception):
    """Anything RAAD reports in one plain message."""

    exit_code = 5


class UsageError(RaadError):
    """The call itself is off."""

    exit_code = 2


class QueryError(RaadError):
    """A SPARQL query that does not parse or run, with the place where it fails."""

    exit_code = 2


class ServiceError(RaadError):
    """A service on the network that cannot be reached, refuses, or sends what is no answer."""

    exit_code = 2


class ServiceTimeout(ServiceError):
    """A service on the network that gave no answer before the deadline."""

    exit_code = 4


class UnknownName(RaadError):
    """No record, question or parameter has the name that was given."""

    exit_code = 3

    def __init__(self, kind: str, name: str, near: list[str] | None, hint: str = "") -> None:
        """Keep the kind, the name and the nearest known names, and say them in one line; None where nearness is no matter."""
        self.kind, self.name, self.near = kind, name, near or []
        guess = f"; did you mean {' or '.join(near)}?" if near else "; no known name is near" if near is not None else ""
        super().__init__(f"no {kind} is called {name!r}{guess}{hint}")


class AmbiguousName(UnknownName):
    """Several records have the name that was given; `near` holds them."""

    def __init__(self, kind: str, name: str, candidates: list[str]) -> None:
        """Keep the candidates, and say them in one line."""
        super().__init__(kind, name, candidates, "; the name is ambiguous, use one of these")


class RetiredName(UnknownName):
    """The name is that of a record that is no longer used."""

    def __init__(self, kind: str, name: str, old: str, new: str) -> None:
        """Say what takes the place of the record."""
        self.kind, self.name, self.near = kind, name, [new]
        RaadError.__init__(self, f"{name!r} is no longer used: {old} was replaced by {new}; ask for that")


class DataError(RaadError):
    """Curated files that cannot be used, every problem listed at once."""

    exit_code = 1

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems, sorted by place."""
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


class RoomMissing(RaadError):
    """A folder of RAAD that is neither installed nor in a checkout."""
