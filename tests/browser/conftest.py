"""A browser, pages that csdlgen writes, and axe-core; where one of them is missing, tests are skipped and say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser import documents
from tests.support.browser import Browser, NoBrowserError, running
from tests.support.cli import call
from tests.support.node import InstallationError, NoNodeError, installed


@pytest.fixture(scope="session")
def started() -> Iterator[Browser]:
    try:
        with running() as found:
            yield found
    except NoBrowserError as error:
        pytest.skip(str(error))


@pytest.fixture
def browser(started: Browser) -> Iterator[Browser]:
    """A browser. Whatever a test does, no page may log anything, nor request anything but itself."""
    yield started
    assert started.logged() == []
    assert [url for url in started.requested() if not url.startswith(("file:", "about:"))] == []


@dataclass(frozen=True)
class Pages:
    """Pages as `csdlgen` writes them."""

    drift: Path
    history: Path
    hostile: Path
    nothing: Path


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    folder = tmp_path_factory.mktemp("pages")
    for name, data in (("1.xml", documents.first()), ("2.xml", documents.second()), ("3.xml", documents.third())):
        (folder / name).write_bytes(data)
    (folder / "accept.toml").write_text(documents.ACCEPTS, encoding="utf-8")
    accept = ("--accept", "accept.toml")
    assert call("diff", "1.xml", "2.xml", *accept, "--format", "html=drift.html", cwd=folder).code == 1
    assert call("diff", "1.xml", "3.xml", "--format", "html=hostile.html", cwd=folder).code < 2
    assert call("diff", "1.xml", "1.xml", "--format", "html=nothing.html", cwd=folder).code == 0
    history = ("1.xml", "2.xml", "3.xml", "1.xml")
    assert call("history", *history, "--format", "html", "-o", "history.html", cwd=folder).code == 0
    return Pages(*(folder / f"{name}.html" for name in ("drift", "history", "hostile", "nothing")))


@pytest.fixture(scope="session")
def axe() -> Callable[[Browser], list[str]]:
    """What is wrong with a page that is shown, by axe-core, as far as it is serious."""
    try:
        folder = installed(Path(__file__).parent / "axe")
    except (NoNodeError, InstallationError) as error:
        pytest.skip(str(error))
    source = (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def wrong(browser: Browser) -> list[str]:
        browser.run(source)
        found: dict[str, Any] = browser.driver.execute_async_script(
            "axe.run(document, {resultTypes: ['violations']}).then(arguments[0], (e) => arguments[0]({error: `${e}`}))"
        )
        assert len(found["passes"]) > 10, found
        return [
            f"{each['id']}: {each['nodes'][0]['html']}: {each['nodes'][0]['failureSummary']}"
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]

    return wrong
