"""Finds a Chromium for the browser tests, installing one where there is none.

Run by `make test`, it says in one line what it did; the tests import `find`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find() -> str | None:
    """The path of an installed Chromium or Chrome; CHROMIUM in the environment comes first."""
    for name in filter(None, (os.environ.get("CHROMIUM"), *NAMES, MAC)):
        if path := shutil.which(name):
            return path
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def _install() -> str:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        script = Path(__file__).parents[2] / ".ci" / "debian"
        subprocess.run([script, "chromium", "fonts-dejavu-core"], check=True)
        return "installed Debian's chromium"
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    return "installed Playwright's chromium"


def main() -> int:
    path, deed = find(), "found"
    if path is None:
        try:
            deed, path = _install(), find()
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"Browser: none, and none could be installed ({error}).", file=sys.stderr)
            return 1
    print(f"Browser: {deed} ({path}).")
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
