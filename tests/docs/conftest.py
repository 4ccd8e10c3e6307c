"""The pages of the documentation, their code blocks and their links."""

from __future__ import annotations

import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Line:
    """One command line of a page."""

    page: str
    text: str

    @property
    def words(self) -> list[str]:
        """The words as a shell reads them, without comment, assignments, pipes and redirections."""
        words = shlex.split(self.text, comments=True)
        while words and re.fullmatch(r"\w+=.*", words[0]):
            del words[0]
        ends = [place for place, word in enumerate(words) if word in {"|", ">", "2>", "&&", ";", "<"}]
        return words[: ends[0]] if ends else words


def pages() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in sorted(filter(None, listing.stdout.split("\0"))) if (ROOT / name).exists()]


def command_lines(page: Path) -> list[Line]:
    """The lines of shell blocks, continued lines joined, prompts removed."""
    lines = []
    for language, block in _FENCE.findall(page.read_text(encoding="utf-8")):
        if language in {"bash", "sh", "console"}:
            joined = block.replace("\\\n", " ").splitlines()
            lines += [line.removeprefix("$ ") for line in joined if language != "console" or line.startswith("$ ")]
    return [Line(page.relative_to(ROOT).as_posix(), line) for line in lines if line.strip() and not line.strip().startswith("#")]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
