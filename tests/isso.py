"""The real Isso with production's configuration, as `make comments-setup` writes it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import urllib3

from tests.laying import Site, clean_environment
from tests.serving import free_port

KEY = "11111111-1111-4111-8111-111111111111"


@dataclass
class Isso:
    """A running one, and what was said when it was set up."""

    site: Site
    port: int
    password: str

    def ask(
        self, method: str, path: str, network: int = 1, cookie: str = "", **values: object
    ) -> urllib3.BaseHTTPResponse:
        return urllib3.request(
            method,
            f"http://127.0.0.1:{self.port}{path}",
            json=values or None,
            headers={"X-Forwarded-For": f"203.0.{112 + network}.77", "Cookie": cookie},
            redirect=False,
            retries=False,
            timeout=10,
        )

    def say(
        self, text: str, network: int = 1, key: str = KEY, **values: object
    ) -> urllib3.BaseHTTPResponse:
        said = {"text": text, "author": "Ada", "title": "Bonjour", "parent": None, **values}
        return self.ask("POST", f"/new?uri=/discussion/{key}", network, **said)

    def log_in(self, password: str) -> urllib3.BaseHTTPResponse:
        return urllib3.request(
            "POST",
            f"http://127.0.0.1:{self.port}/login/",
            body=urlencode({"password": password}),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            redirect=False,
            retries=False,
        )


@contextmanager
def running_isso(site: Site, password: str = "") -> Iterator[tuple[Isso, Path]]:
    """Isso from the first line of the block to its last, and the file of what it said."""
    config, port = site.root / "deploy" / "isso" / "isso.cfg", free_port()
    text = re.sub(r"127\.0\.0\.1:8181", f"127.0.0.1:{port}", config.read_text())
    # Isso looks for its site when it starts: here there is none, and no name is asked of anybody.
    config.write_text(re.sub(r"(?m)^host = .*$", "host = http://127.0.0.1:9", text))
    environment = {**clean_environment(), "PYTHONWARNINGS": "ignore"}
    command, log = [sys.executable, "-m", "plugins.discussion", "run"], site.root / ".isso.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, cwd=site.root, env=environment, stdout=subprocess.DEVNULL, stderr=stream
        )
    isso = Isso(site, port, password)
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end and process.poll() is None:
            try:
                isso.ask("GET", "/config")
                break
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        yield isso, log
    finally:
        process.terminate()
        process.wait(10)
