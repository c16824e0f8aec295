"""Names that are near to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable


def near(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` of the known names that resemble the word, nearest first, then such as contain it.

    Case and accents are folded.
    """
    import difflib

    by_fold: dict[str, str] = {}
    for name in sorted(known):
        by_fold.setdefault(fold(name), name)
    wanted = fold(word)
    found = difflib.get_close_matches(wanted, list(by_fold), n=count, cutoff=0.6)
    holding = sorted((name for name in by_fold if wanted and wanted in name and name not in found), key=lambda n: (len(n), n))
    return [by_fold[name] for name in [*found, *holding][:count]]


def fold(text: str) -> str:
    """Return the text without case, accents, and the difference between hyphen, underscore and blank."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(letters.casefold().replace("-", " ").replace("_", " ").split())


def squeeze(text: str) -> str:
    """Return the folded text with nothing but letters and digits, as GLYX-13 and glyx13 are the same."""
    return "".join(character for character in fold(text) if character.isalnum())
