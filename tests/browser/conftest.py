"""A real browser on a real preview: `make serve`'s own command, on a free port."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.find_browser import find
from tests.laying import HOUSE, Site, clean_environment, lay_site

EMPTY_TOPIC = """\
---
libellé: Serres verticales
description: Des salades cultivées sans terre, à l’étage.
teinte: 130
---
"""


@dataclass
class Preview:
    """The running server, what it has said, and where it listens."""

    site: Site
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        found = re.search(r"(http://[^/]+)/", self.wait_for("http://"))
        assert found
        return found[1]

    def listen(self) -> None:
        """Take down what it says until it ends."""
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            self.said.extend(line.rstrip("\n") for line in lines)

    def wait_for_edition(self, seconds: float = 30) -> None:
        """Until pages opened now will not reload for the first edition."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with urllib.request.urlopen(f"{self.address}/.desk/events", timeout=5) as events:
                events.readline()
                if not events.readline().rstrip().endswith(b"-0"):
                    return
            time.sleep(0.05)
        raise AssertionError("no edition was announced")

    def wait_for(self, words: str, times: int = 1, seconds: float = 60) -> str:
        """The first line that holds ``words``, once it was said ``times`` times."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            lines = [line for line in list(self.said) if words in line]
            if len(lines) >= times:
                return lines[0]
            time.sleep(0.05)
        raise AssertionError(f"not said: {words!r}\n" + "\n".join(self.said))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which an uncaught error or a request that fails is a failed test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda answer: faults.extend([answer.url] if answer.status >= 500 else []))
    yield page
    # A handler of requests that is left amid an answer would fail in whatever is asked next.
    page.unroute_all(behavior="wait")
    context.close()
    # Chromium says so of a page that is left while it fades; no script of ours asked for it.
    assert [fault for fault in faults if "ViewTransition" not in fault] == []


@pytest.fixture(scope="session")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The demonstration itself and a topic without posts, served; what edits it needs its own."""
    root = tmp_path_factory.mktemp("demonstration")
    site = lay_site(root, demonstration(root))
    site.write("content/topics/serres.md", EMPTY_TOPIC)
    with serving(site) as running:
        yield running


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The demonstration as the public has it."""
    root = tmp_path_factory.mktemp("published")
    site = lay_site(root, demonstration(root))
    done = site.publish(AS_OF="2027-01-01T00:00:00+01:00")
    assert done.returncode == 0, done.stderr
    return site


def demonstration(root: Path) -> Path:
    """A layer that is the repository's own content/."""
    layer = root.with_name(root.name + "-layer")
    layer.mkdir()
    (layer / "content").symlink_to(HOUSE / "content")
    return layer


@contextmanager
def starting(site: Site, **environment: str) -> Iterator[Preview]:
    """The server of ``site``, whatever its first build says; stopped at the end as by Ctrl-C.

    Without comments, unless ``DISCUSSION="1"`` asks for Isso too.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "plugins.desk", "serve", "--port", "0"],
        cwd=site.root,
        env=clean_environment(**{"DISCUSSION": "0", **environment}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    preview = Preview(site, process)
    listener = threading.Thread(target=preview.listen)
    listener.start()
    try:
        yield preview
    finally:
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(10) == 0, "Ctrl-C ends it in good order"
        finally:
            process.kill()
            listener.join()


@contextmanager
def serving(site: Site, **environment: str) -> Iterator[Preview]:
    """As `starting`, once the first edition is there."""
    with starting(site, **environment) as preview:
        preview.wait_for("Site construit")
        preview.wait_for_edition()
        yield preview
