"""The command line: arguments in, one answer out, an exit code that says how it went."""

from __future__ import annotations

import argparse
import os
import sys

from raad.command.parser import parser

INTERRUPTED = 130
BUG = 5


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code.

    0 done, 1 the data has problems, 2 usage or a bad query, 3 an unknown name, 4 no answer of a service in time,
    5 a fault of RAAD itself, 130 interrupted. A closed pipe ends in silence.
    """
    options = parser().parse_args(arguments)
    try:
        code = _run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)


def _run(options: argparse.Namespace) -> int:
    if options.command is None and not options.version:
        parser().print_help()
        return 2
    try:
        from raad.command.run import run

        return run(options)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        return _explain(error)


def _explain(error: Exception) -> int:
    """Say what went wrong on standard error, and return the exit code."""
    from raad.errors import RaadError

    if isinstance(error, RaadError):
        print(f"raad: {error}" if error.exit_code != 1 else error, file=sys.stderr)
        return error.exit_code
    if isinstance(error, (OSError, ModuleNotFoundError)):
        print(f"raad: {error}", file=sys.stderr)
        return BUG
    if os.environ.get("RAAD_TRACEBACK"):
        raise error
    place = error.__traceback__
    while place.tb_next:
        place = place.tb_next
    where = f"{os.path.basename(place.tb_frame.f_code.co_filename)}:{place.tb_lineno}"
    print(
        f"raad: internal error, a bug of RAAD: {type(error).__name__}: {error} ({where}). "
        "Please report it with the command you gave; RAAD_TRACEBACK=1 shows more.",
        file=sys.stderr,
    )
    return BUG
