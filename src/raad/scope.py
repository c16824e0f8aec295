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

    A rule is a stored query of sparql/leave-out/, by its name: `unverified`, `company-authored`. `claims` is a file of
    statements to be audited.
    """

    data: str | None = None
    leave_out: tuple[str, ...] = ()
    claims: str | None = None

    def files(self) -> list[str]:
        """Return the curated files that are laid over the shipped ones; UsageError says where there is no such folder or file."""
        if self.data is not None and not os.path.isdir(self.data):
            raise UsageError(f"--data takes a folder of curated files, and {self.data!r} is none")
        if self.claims is not None and not os.path.isfile(self.claims):
            raise UsageError(f"no file of claims is called {self.claims!r}")
        return self._own() + ([self.claims] if self.claims else [])

    def over(self) -> Collection | None:
        """Return the records that are laid over the shipped ones, or None without any."""
        self.files()
        context, own = Context.load(), self._own()
        over = collect([(path, path) for path in own], context) if own else None
        return collect([(self.claims, self.claims)], context, over, "audit") if self.claims else over

    def words(self) -> str:
        """Return in words how the graph differs from the shipped one, or nothing."""
        said = [question(f"{RULES}/{name}").header["label"] for name in self.leave_out]
        if self.data is not None:
            number = len(self._own())
            said.append(f"with {number} curated file{'s' * (number != 1)} of {os.path.basename(os.path.normpath(self.data))}")
        return "; ".join(said)

    def _own(self) -> list[str]:
        return walk(self.data, ".yaml", ".yml") if self.data else []


WHOLE = Scope()
