"""What every command writes: its answer to standard output or a file, its progress to standard error."""

from __future__ import annotations

import argparse
import sys

from raad.layout import BOLD, painted


def progress(stage: str) -> None:
    """Say on standard error what is being done."""
    print(f"raad: {stage} ...", file=sys.stderr, flush=True)


def write(options: argparse.Namespace, text: str) -> int:
    """Write an answer to standard output, or whole to the file that is asked for; return exit code 0."""
    if options.output:
        from raad.target import write_whole

        write_whole(options.output, text.encode())
    else:
        sys.stdout.write(painted(text) if BOLD in text else text)
    return 0
