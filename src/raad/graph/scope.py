"""Of which records a graph is made: the shipped ones, those of a folder of one's own, and what is left out."""

from __future__ import annotations

import os
from dataclasses import dataclass

from raad.curated.context import Context
from raad.curated.record import Collection, collect
from raad.errors import UsageError
from raad.graph.question import bind, question
from raad.rooms import walk

RULES = "leave-out"
ROLL_UP = "roll-up"
CONSEQUENCES = ("unreported-finding", "bare-argument")


@dataclass(frozen=True)
class Filter:
    """What findings must state to stay: a rule of sparql/leave-out/ by its name, the values it takes, and these in words."""

    rule: str
    values: tuple[tuple[str, str], ...]
    said: str


@dataclass(frozen=True)
class Scope:
    """What a graph holds: `data` is a folder of curated files laid over the shipped ones, `leave_out` names rules.

    A rule is a stored query of sparql/leave-out/, by its name: `unverified`, `company-authored`. `filters` leave out the
    findings that do not state what they ask for, and all that rests on these alone. `roll_up` adds the findings of the
    enantiomers in a racemate and of metabolites to those of the compound. `claims` is a file of statements to be audited.
    """

    data: str | None = None
    leave_out: tuple[str, ...] = ()
    claims: str | None = None
    filters: tuple[Filter, ...] = ()
    roll_up: bool = False

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

    @property
    def narrows(self) -> bool:
        """Return whether anything is left out, so that no finding may mean that none is in the scope."""
        return bool(self.leave_out or self.filters)

    def rules(self) -> list[str]:
        """Return the queries that give what is left out, in the order in which they are asked."""
        texts = [question(f"{RULES}/{name}").text for name in self.leave_out]
        texts += [bind(question(f"{RULES}/{kept.rule}"), dict(kept.values)) for kept in self.filters]
        return texts + [question(f"{RULES}/{name}").text for name in CONSEQUENCES if texts]

    def words(self) -> str:
        """Return in words how the graph differs from the shipped one, or nothing."""
        said = [question(f"{RULES}/{name}").header["label"] for name in self.leave_out]
        said += [question(f"{RULES}/{kept.rule}").header["label"].replace("{V}", kept.said) for kept in self.filters]
        said += ["findings that do not state this are left out"] if self.filters else []
        said += [question(f"{ROLL_UP}/form").header["label"]] if self.roll_up else []
        if self.data is not None:
            number = len(self._own())
            said.append(f"with {number} curated file{'s' * (number != 1)} of {os.path.basename(os.path.normpath(self.data))}")
        return "; ".join(said)

    def _own(self) -> list[str]:
        return walk(self.data, ".yaml", ".yml") if self.data else []


WHOLE = Scope()
