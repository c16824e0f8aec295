"""The command that holds an ontology against the checklists of the field."""

from __future__ import annotations

import argparse

from raad.command.reply import page
from raad.command.terminal import progress, write


def score(options: argparse.Namespace) -> int:
    """Write the score of RAAD, or of files; return 1 where an error or a warning has no stated reason."""
    from raad.graph.dataset import ontology_version
    from raad.report.output import json_text, table_separated
    from raad.scorecard.card import score_markdown, score_table, score_text
    from raad.scorecard.rule import checklists
    from raad.scorecard.score import score as judge
    from raad.scorecard.subject import file_subject, raad_subject

    names = tuple(options.list or ())
    about = {one.about for one in checklists() if not names or one.name in names}
    subject = file_subject(options.file) if options.file else raad_subject(about, progress)
    made = judge(subject, names, options.base)
    version = ontology_version()
    if options.format == "json":
        write(options, json_text(made, version))
    elif options.format == "csv":
        write(options, table_separated(score_table(made), ",", version))
    elif options.format == "md":
        write(options, score_markdown(made, version))
    else:
        write(options, score_text(made, page(options), version))
    return 0 if made.passed else 1
