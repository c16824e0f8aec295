"""An empty record for a curator to fill in: what must be said as keys with placeholders, what may be said as comment lines."""

from __future__ import annotations

from raad.curated.context import Context, room_name
from raad.editor.form import Entry, Form, Forms

_WORDS = {
    "integer": "<whole number>",
    "decimal": "<number>",
    "boolean": "<true | false>",
    "date": "<year-month-day>",
    "anyURI": "<address of a page>",
}


def skeleton(forms: Forms, noun: str, identifier: str = "", listed: bool = False) -> str:
    """Return the YAML of an empty record of a kind, as an item of a list file where `listed`.

    A key is written out where the shapes want it in every record, or name it as a way to meet a shape; of keys for one
    property the one with a part is written out, else the first. A part is written out where it is wanted, where other
    records refer to it, or where it must refer to such a part. The reader refuses every placeholder that is left.
    """
    lines = _Writer(forms).record(forms.whole(noun), identifier or "<id>")
    return "\n".join(_item(lines) if listed else lines) + "\n"


class _Writer:
    """Writes the lines of records, each line without the indent of what it stands in."""

    def __init__(self, forms: Forms) -> None:
        self.forms, self.context = forms, forms.context
        keys = [(key, term) for terms in self.context.keys.values() for key, term in terms.items()]
        bases = {base for _, term in keys if term.form == "reference" for base in _bases(term.base, term.prefixes)}
        self.referred = {key for key, term in keys if term.form == "nested" and self._room(key) in bases}

    def record(self, form: Form, identifier: str) -> list[str]:
        """Return the lines of a record: with an id in the order of files, else those that are written out first."""
        entries = list(form.entries.values())
        if not identifier:
            own = [entry for key, entry in form.entries.items() if key not in self.context.shared]
            entries = sorted(own, key=lambda entry: not self._shown(form, entry))
        lines = [f"id: {identifier}", *_mark(_type(form), bool(form.type_advice))] if identifier else []
        for entry in entries:
            shown = self._shown(form, entry)
            lines += _mark(self._entry(entry, identifier, outline=not shown), shown)
        return lines if identifier else lines + _mark(_type(form), bool(form.type_advice))

    def _outline(self, form: Form) -> list[str]:
        """Return the lines of a part that is commented out as a whole, without the keys that any record may have."""
        own = [entry for key, entry in form.entries.items() if key not in self.context.shared]
        return _type(form) + [line for entry in own for line in self._entry(entry, "", outline=True)]

    def _entry(self, entry: Entry, identifier: str, outline: bool) -> list[str]:
        """Return the lines of a key, with as many values as it needs; an outline has all keys of its parts."""
        key, word, advice = entry.term.key, _placeholder(self.context, entry), _advice(entry)
        if entry.term.form != "nested" and entry.single:
            return [_line(key, word, advice)]
        lines = []
        for number in range(1, max(entry.least, 1) + 1):
            part = [word] if entry.term.form != "nested" else self._part(entry, identifier, number, outline)
            lines += part if entry.single else _item(part)
        return [_line(key, "", advice), *(f"  {line}" for line in lines)]

    def _part(self, entry: Entry, identifier: str, number: int, outline: bool) -> list[str]:
        form, key = self.forms.part(entry), entry.term.key
        if outline:
            return self._outline(form)
        named = identifier and key in self.referred
        return self.record(form, f"{identifier}-{key.rpartition('_')[2][0]}{number:02}" if named else "")

    def _shown(self, form: Form, entry: Entry) -> bool:
        """Return whether a key is written out."""
        rivals = [key for key in form.entries if key in (entry.term.key, *entry.instead)]
        if entry.term.key != min(rivals, key=lambda key: form.entries[key].term.form != "nested"):
            return False
        return entry.least > 0 or entry.wanted or (entry.term.form == "nested" and self._carries(entry))

    def _carries(self, entry: Entry) -> bool:
        """Return whether a part is a record that others refer to, or one that must refer to such a part."""
        rooms = {self._room(key) for key in self.referred}
        needed = [other.term for other in self.forms.part(entry).entries.values() if other.least]
        bases = {base for term in needed if term.form == "reference" for base in _bases(term.base, term.prefixes)}
        return entry.term.key in self.referred or bool(rooms & bases)

    def _room(self, key: str) -> str:
        return f"{self.context.base}{room_name(key)}/"


def _placeholder(context: Context, entry: Entry) -> str:
    term = entry.term
    if term.form == "choice":
        return f"<{' | '.join(term.options)}>"
    if term.form == "field":
        return "<key of this record>"
    if term.form == "reference":
        kinds = [f"{prefix}:id" for prefix in term.prefixes or ()]
        return f"<{' | '.join(kinds) or 'id of ' + term.base.removeprefix(context.base).rstrip('/')}>"
    if entry.allowed:
        return f"<{' | '.join(map(str, entry.allowed))}>"
    return _WORDS.get(term.datatype.rpartition("#")[2], "<text>")


def _type(form: Form) -> list[str]:
    return [_line("type", f"<{' | '.join(form.types)}>", form.type_advice)] if form.types else []


def _advice(entry: Entry) -> str:
    said = entry.advice or entry.meaning
    return f"{said} In place of it: {', '.join(entry.instead)}." if entry.instead else said


def _bases(base: str, prefixes: dict[str, str] | None) -> list[str]:
    return list(prefixes.values()) if prefixes else [base]


def _line(key: str, word: str, advice: str) -> str:
    return f"{key}:{' ' * bool(word)}{word}{'  # ' * bool(advice)}{advice}"


def _mark(lines: list[str], shown: bool) -> list[str]:
    return lines if shown else [f"# {line}" for line in lines]


def _item(lines: list[str]) -> list[str]:
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]
