"""``python -m liangrong`` and the ``liangrong`` command."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; ``--version`` answers before anything heavy is imported."""
    if sys.argv[1:] == ["--version"]:
        from liangrong import __version__

        sys.stdout.write(f"liangrong {__version__}\n")
        return
    from liangrong.interfaces.cli.app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
