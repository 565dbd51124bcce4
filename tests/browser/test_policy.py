"""The published demonstration behind the shipped servers, in a real browser.

Nothing is refused, and a post weighs what it may.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from lxml import html as lxml_html
from playwright.sync_api import Browser, expect

from tests.browser.conftest import demonstration
from tests.laying import Site, lay_site
from tests.serving import caddy, free_port, nginx

PAGES = (
    "/",
    "/articles/249-grammes/",
    "/sujets/drones/",
    "/auteurs/samuguru/",
    "/abonnement/",
    "/recherche/?q=drone",
    "/a-propos/",
    "/nulle-part/",
    "/rss.xml",
)


SERVERS = {"nginx": nginx, "caddy": caddy}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, int]:
    """The edition, and the port that its addresses name: what is at another is another's."""
    root, port = tmp_path_factory.mktemp("published"), free_port()
    site = lay_site(root, demonstration(root))
    done = site.publish(SITEURL=f"http://127.0.0.1:{port}", AS_OF="2027-01-01T00:00:00+01:00")
    assert done.returncode == 0, done.stderr
    return site, port


@pytest.fixture(scope="module")
def address(
    request: pytest.FixtureRequest,
    edition: tuple[Site, int],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    site, port = edition
    root = tmp_path_factory.mktemp(request.param)
    with SERVERS[request.param](root, site.root / "public", port=port):
        yield f"http://127.0.0.1:{port}"


behind_nginx = pytest.mark.parametrize("address", ["nginx"], indirect=True)
behind_each = pytest.mark.parametrize("address", sorted(SERVERS), indirect=True)


@behind_nginx
@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_nothing_that_the_headers_forbid(
    browser: Browser, address: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e =>"
        " console.error('refused: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    page.goto(address + path, wait_until="load")
    if "recherche" in path:
        page.locator(".result h2 a").first.wait_for()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_load_state("networkidle")
    context.close()
    known = "status of 404" if path == "/nulle-part/" else "\0"
    assert [words for words in said if known not in words] == []


@behind_each
@pytest.mark.parametrize(
    ("path", "shown", "hidden"),
    [
        ("/rss.xml", "item > title", "item > guid"),
        ("/sujets/drones/rss.xml", "item > description", "channel > ttl"),
        ("/auteurs/samuguru/atom.xml", "entry > link[rel=alternate]", "entry > content"),
    ],
)
def test_a_feed_that_is_opened_is_a_readable_list(
    browser: Browser, address: str, path: str, shown: str, hidden: str
) -> None:
    """«a CSS stylesheet … that shows a readable list when a browser opens it»."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address + path)
    for selector, display in ((shown, "block"), (hidden, "none")):
        style = f"getComputedStyle(document.querySelector({selector!r})).display"
        assert page.evaluate(style) == display
    assert said == []
    page.close()


@behind_nginx
def test_an_inline_script_would_be_refused(browser: Browser, address: str) -> None:
    """The test above can fail."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.evaluate(
        "() => { const script = document.createElement('script');"
        " script.textContent = 'window.ran = true'; document.head.append(script); }"
    )
    assert page.evaluate("window.ran") is None
    context.close()


@behind_nginx
@pytest.mark.parametrize(
    ("path", "react", "title"),
    [
        ("/articles/249-grammes/", "Réagir", "Votre commentaire"),
        ("/articles/the-pause-and-the-ten-thousand-cards/", "React", "Your comment"),
    ],
)
def test_the_form_to_answer_comes_with_its_style_in_the_language_of_the_post(
    browser: Browser, address: str, path: str, react: str, title: str
) -> None:
    page = browser.new_page()
    page.goto(address + path)
    page.get_by_role("button", name=react, exact=True).click()
    form = page.locator("form.reaction")
    expect(form.get_by_role("heading", name=title)).to_be_visible()
    expect(form).to_have_css("display", "grid")
    page.close()


KB = 1024
# Posts without a picture of their own; two sign the second.
PLAIN = (
    "/articles/quand-le-serveur-s-eteint/",
    "/articles/la-presence-a-un-rayon/",
    "/articles/sure-a-95-pour-cent/",
    "/articles/the-pause-and-the-ten-thousand-cards/",
)


def packed(path: str, public: Path) -> tuple[int, int]:
    """Bytes on the way of what a server finds at ``path``, by Brotli and by gzip at its best.

    A font is packed already.
    """
    file = public / path.lstrip("/")
    file = file / "index.html" if path.endswith("/") else file
    data = file.read_bytes()
    if file.suffix == ".woff2":
        return len(data), len(data)
    return len(brotli.compress(data)), len(gzip.compress(data, 9))


@behind_nginx
@pytest.mark.parametrize("path", PLAIN)
def test_the_first_view_of_a_post_is_light(
    browser: Browser, address: str, edition: tuple[Site, int], path: str
) -> None:
    """14 KB that block the first paint, 60 KB, 8 requests, 6 KB of JavaScript, 600 nodes.

    An icon that the browser asks for by itself counts too.
    """
    asked: list[str] = []
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        page.goto(address + path, wait_until="networkidle")
        nodes = page.locator("*").count()
        words = len(page.locator(".e-content").inner_text().split())
    assert len(asked) <= 8
    assert words > 800
    assert nodes <= 600
    sizes = {one: packed(one, edition[0].root / "public") for one in asked}
    for weights in ({one: size[way] for one, size in sizes.items()} for way in (0, 1)):
        assert sum(weights.values()) <= 60 * KB
        assert sum(size for one, size in weights.items() if one.endswith(("/", ".css"))) <= 14 * KB
        assert sum(size for one, size in weights.items() if one.endswith(".js")) <= 6 * KB


@pytest.mark.parametrize("way", [0, 1], ids=["brotli", "gzip"])
def test_no_post_keeps_the_first_paint_waiting_for_more_than_14_kb(
    edition: tuple[Site, int], way: int
) -> None:
    public = edition[0].root / "public"
    found = {}
    for page in sorted(public.glob("articles/*/index.html")):
        sheets = lxml_html.parse(str(page)).xpath("//link[@rel='stylesheet']/@href")
        path = f"/{page.parent.relative_to(public)}/"
        found[path] = sum(packed(one, public)[way] for one in (path, *sheets))
    assert len(found) > 20
    assert {path: size for path, size in found.items() if size > 14 * KB} == {}
