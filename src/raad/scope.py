"""Of which records a graph is made: the shipped ones, those of a folder of one's own, and what is left out."""

from __future__ import annotations

import os
from dataclasses import dataclass

from raad.context import Context
from raad.errors import UsageError
from raad.question import question
from raad.record import Collection, collect
from raad.rooms import walk

RULES = "leave-out"


@dataclass(frozen=True)
class Scope:
    """What a graph holds: `data` is a folder of curated files laid over the shipped ones, `leave_out` names rules.

    A rule is a stored query of sparql/leave-out/, by its name: `unverified`, `company-authored`.
    """

    data: str | None = None
    leave_out: tuple[str, ...] = ()

    def files(self) -> list[str]:
        """Return the curated files of the folder laid over; UsageError says where it is none."""
        if self.data is None:
            return []
        if not os.path.isdir(self.data):
            raise UsageError(f"--data takes a folder of curated files, and {self.data!r} is none")
        return walk(self.data, ".yaml", ".yml")

    def over(self) -> Collection | None:
        """Return the records that are laid over the shipped ones, or None without any."""
        paths = self.files()
        return collect([(path, path) for path in paths], Context.load()) if paths else None

    def words(self) -> str:
        """Return in words how the graph differs from the shipped one, or nothing."""
        said = [question(f"{RULES}/{name}").header["label"] for name in self.leave_out]
        number = len(self.files())
        if self.data is not None:
            said.append(f"with {number} curated file{'s' * (number != 1)} of {os.path.basename(os.path.normpath(self.data))}")
        return "; ".join(said)


WHOLE = Scope()
