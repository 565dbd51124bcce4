"""The pictures of README, taken from the demonstration: ``make pictures``.

What a machine has for a serif decides how they look, hence no test compares them.
"""

from __future__ import annotations

import io
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.find_browser import find
from tests.laying import HOUSE, Site, lay_site

Scheme = Literal["light", "dark"]

# The page, the scheme, and the window in CSS pixels and pixels a point.
PICTURES: dict[str, tuple[str, Scheme, int, int, float]] = {
    "home": ("/", "light", 1280, 1500, 1.25),
    "post": ("/articles/quand-le-serveur-s-eteint/", "light", 1280, 1100, 1.25),
    "topic": ("/sujets/drones/", "light", 1280, 1100, 1.25),
    "phone": ("/articles/la-presence-a-un-rayon/", "dark", 390, 844, 2),
}
MOST_BYTES = 150_000


def publish(root: Path) -> Site:
    """The demonstration as the public sees it."""
    site = lay_site(root)
    (site.root / "content").symlink_to(HOUSE / "content")
    done = site.publish(AS_OF="2026-11-24")
    assert done.returncode == 0, done.stderr
    return site


def shoot(
    browser: Browser, address: str, scheme: Scheme, width: int, height: int, dpr: float
) -> Image.Image:
    """One view, as it stands once the display face is there."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        device_scale_factor=dpr,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    data = page.screenshot()
    context.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


def compress(image: Image.Image) -> bytes:
    """As WebP, as good as `MOST_BYTES` allow."""
    for quality in range(90, 20, -5):
        stream = io.BytesIO()
        image.save(stream, "WEBP", quality=quality, method=6)
        if stream.tell() < MOST_BYTES:
            return stream.getvalue()
    raise AssertionError("no quality is low enough")


class Silent(SimpleHTTPRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = publish(Path(folder, "site"))
        handler = partial(Silent, directory=str(site.root / "public"))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        for name, (path, *view) in PICTURES.items():
            picture = shoot(browser, f"http://127.0.0.1:{server.server_port}{path}", *view)
            data = compress(picture)
            HOUSE.joinpath("docs", f"{name}.webp").write_bytes(data)
            print(f"docs/{name}.webp: {picture.width} × {picture.height}, {len(data) // 1000} kB")
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
