"""What follows of memberships from the classes above."""

from __future__ import annotations


def widened(found: set[tuple[str, str]], above: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return memberships with those of all wider classes."""
    wider: dict[str, set[str]] = {}
    for narrow, wide in above:
        wider.setdefault(narrow, set()).add(wide)
    whole, front = set(found), set(found)
    while front:
        front = {(one, wide) for one, kind in front for wide in wider.get(kind, ())} - whole
        whole |= front
    return whole
