"""Debian's chromium without a window, driven by selenium: pages as people see them, what they log and request."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class NoBrowserError(Exception):
    """Chromium or its driver is not installed."""


@dataclass(frozen=True)
class Browser:
    """A browser that runs."""

    driver: webdriver.Chrome

    def open(self, page: Path, *, scheme: Literal["light", "dark"] = "light", scripts: bool = True) -> None:
        """Show a file as somebody with this colour scheme sees it; what was logged before is forgotten."""
        self.media(scheme=scheme)
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        self.driver.set_window_size(1200, 1000)
        self.driver.get("about:blank")
        self.logged()
        self.requested()
        self.driver.get(page.as_uri())

    def media(self, *, scheme: str = "light", kind: str = "") -> None:
        """Emulate a colour scheme and a medium, such as `print`."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": kind, "features": features})

    def logged(self) -> list[str]:
        """What the console has got since this was last asked: errors, and what the policy of the page has stopped."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requested(self) -> list[str]:
        """The URLs that were requested since this was last asked."""
        messages = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        return [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]

    def all(self, selector: str) -> list[WebElement]:
        """The elements that a CSS selector finds, those alone that are displayed."""
        return [each for each in self.driver.find_elements(By.CSS_SELECTOR, selector) if each.is_displayed()]

    def one(self, selector: str) -> WebElement:
        """The only one of these."""
        (found,) = self.all(selector)
        return found

    def texts(self, selector: str) -> list[str]:
        """Their texts, as they are rendered."""
        return [each.text for each in self.all(selector)]

    def style(self, selector: str, name: str) -> str:
        """A computed style of the first."""
        return self.driver.find_element(By.CSS_SELECTOR, selector).value_of_css_property(name)

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script returns."""
        return self.driver.execute_script(script, *arguments)


def programs() -> tuple[str, str]:
    """The browser and its driver. Raises NoBrowserError."""
    browser = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    driver = shutil.which("chromedriver")
    if browser is None or driver is None:
        raise NoBrowserError("chromium and chromedriver are not installed (Debian: chromium, chromium-driver)")
    return browser, driver


@contextmanager
def running(arguments: Sequence[str] = ()) -> Iterator[Browser]:
    """A browser that cannot reach any network. Raises NoBrowserError."""
    browser, driver = programs()
    options = Options()
    options.binary_location = browser
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    offline = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    for argument in ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", offline, *root, *arguments):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    try:
        started.set_page_load_timeout(30)
        started.set_script_timeout(30)
        yield Browser(started)
    finally:
        started.quit()
