"""CONTRIBUTING.md says where to look: what it names is there."""

from __future__ import annotations

import re

from tests.conftest import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TASKS = re.search(r"\| to change \| look in \|\n\|---\|---\|\n(.*?)\n\n", TEXT, re.DOTALL)


def rows() -> list[str]:
    assert TASKS is not None
    return TASKS[1].splitlines()


def test_every_path_exists() -> None:
    named = re.findall(r"`((?:generator|templates|tests|metadata|docs)/[\w./-]*)`", TEXT)
    assert len(named) > len(rows())
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_task_names_a_path_and_there_are_at_least_twenty() -> None:
    assert len(rows()) >= 20
    assert [row for row in rows() if not re.search(r"`(generator|templates|tests)/", row)] == []
