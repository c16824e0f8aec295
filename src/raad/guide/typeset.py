"""A document as HTML that needs nothing else, or as Markdown, by the templates of `template/`."""

from __future__ import annotations

import os
import re

from raad.guide.document import Document

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "template")


def typeset(document: Document, form: str) -> str:
    """Return a document as `html` or `md`; equal documents give equal bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    maker = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=form == "html", undefined=StrictUndefined, keep_trailing_newline=True
    )
    maker.filters |= {"plain": plain, "address": address}
    return maker.get_template(f"guide.{form}.j2").render(document=document)


def plain(words: str) -> str:
    """Return words so that Markdown shows them as they are, in one line."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", re.sub(r"\s+", " ", words))


def address(target: str) -> str:
    """Return an address so that it ends where its link ends."""
    return re.sub(r"[\s()<>|\\]", lambda found: f"%{ord(found[0]):02X}", target)
