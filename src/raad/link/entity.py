"""The prolog of an XML file, read before any parser may expand what it declares."""

from __future__ import annotations

import re
from xml.parsers import expat

from raad.link.intake import Faulty, Intake

# Entities of real ontologies abbreviate namespaces; one that is longer, or leads elsewhere, is a bomb or a leak.
LONGEST_ENTITY = 300
_REFERENCE = re.compile(r"&([^;&\s]+);")


class _Begun(Exception):
    """The root element is reached."""


def root_of(intake: Intake) -> tuple[str, str, int]:
    """Return namespace and local name of the root element, and the byte at which it begins.

    Faulty where the prolog names anything outside the file, or declares entities that are no short abbreviations.
    """
    prolog = _Prolog(intake.path)
    try:
        prolog.parser.Parse(intake.head, False)
    except _Begun:
        return (*prolog.root, prolog.parser.CurrentByteIndex)
    except expat.ExpatError as error:
        raise Faulty(
            intake.path, f"is no well-formed XML: {expat.ErrorString(error.code)}", error.lineno, error.offset + 1
        ) from None
    raise Faulty(
        intake.path,
        "begins as XML and comes to no element",
        prolog.parser.CurrentLineNumber,
        prolog.parser.CurrentColumnNumber + 1,
    )


class _Prolog:
    def __init__(self, path: str) -> None:
        self.path, self.root, self.entities = path, ("", ""), {}
        self.parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.ElementDeclHandler = self.parser.AttlistDeclHandler = self._other
        self.parser.EndDoctypeDeclHandler = self._end
        self.parser.StartElementHandler = self._start

    def _fault(self, message: str) -> None:
        raise Faulty(self.path, message, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _doctype(self, _name: str, system: str | None, public: str | None, _internal: int) -> None:
        if system or public:
            self._fault("its DOCTYPE points outside the file, and nothing is fetched; take the DOCTYPE out")

    def _entity(self, name: str, parameter: int, value: str | None, _base, system, public, notation) -> None:
        if parameter or value is None or system or public or notation:
            self._fault(f"the entity {name} comes from outside or builds others, and is not read; take the DOCTYPE out")
        self.entities.setdefault(name, value)
        if len(self.entities) > LONGEST_ENTITY:
            self._fault(f"declares more than {LONGEST_ENTITY} entities; take the DOCTYPE out")

    def _other(self, *_told: object) -> None:
        self._fault("its DOCTYPE declares more than entities; take the DOCTYPE out")

    def _end(self) -> None:
        for name in self.entities:
            if self._length(name, ()) > LONGEST_ENTITY:
                self._fault(f"the entity {name} grows beyond {LONGEST_ENTITY} characters, as a bomb does; take the DOCTYPE out")

    def _length(self, name: str, above: tuple[str, ...]) -> int:
        """Return how long an entity is once those in it are put in, counted no further than needed."""
        if name in above:
            self._fault(f"the entity {name} holds itself; take the DOCTYPE out")
        value, length = self.entities.get(name, ""), 0
        if "<" in value:
            self._fault(f"the entity {name} holds markup; take the DOCTYPE out")
        for part in _REFERENCE.findall(value):
            length += self._length(part, (*above, name))
            if length > LONGEST_ENTITY:
                return length
        return length + len(_REFERENCE.sub("", value))

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        self.root = (namespace, local)
        raise _Begun
