"""Topics in whole small sites: found where a post names none, renamed, and on their pages."""

from __future__ import annotations

from collections.abc import Callable

from lxml import html as lxml_html

from tests.laying import Site

MakeSite = Callable[..., Site]
DRONES = """---
label: Drones
description: Des machines volantes.
colour: 235
former_slugs: [aeronefs]
start: [sans-sujet]
terms:
  3: [drone*, télépilot*]
  1: [hélice*]
---
Introduction.
"""
SPORT = """---
label: Sport
everyday:
  1: [mêlée*, ballon*, essai*]
---
"""
FIGURE = """---
title: La mêlée
date: 2026-02-20
id: 257c5131-eea5-4dc7-9741-c00bbc74da20
---
La mêlée est un drone. Le télépilote garde le ballon, puis marque un essai.
"""
POST = """---
title: {title}
date: 2026-02-{day:02d}
id: 257c5131-eea5-4dc7-9741-c00bbc74da{day:02d}
{more}---
Le drone décolle. Le télépilote surveille les hélices du drone dans le vent.
"""


def site_of(make_site: MakeSite) -> Site:
    site = make_site("minimal")
    site.write("content/topics/drones.md", DRONES)
    site.write("content/topics/background/sport.md", SPORT)
    for day, (slug, more) in enumerate(
        {
            "sans-sujet": "",
            "aucun": "topics: []\n",
            "autre": "topics: [ia]\n",
            "ancien": "sujets: [aeronefs]\nrelated: [bonjour]\n",
        }.items(),
        10,
    ):
        text = POST.format(title=f"Article {slug}", day=day, more=more)
        site.write(f"content/articles/{slug}.md", text)
    return site


def chips(site: Site, slug: str) -> list[str]:
    page = lxml_html.fromstring(site.page(f"articles/{slug}"))
    return page.xpath("//article//a[contains(@class, 'chip')]/text()")


def test_topics_are_found_told_and_overruled(make_site: MakeSite) -> None:
    site = site_of(make_site)
    site.write("content/articles/figure.md", FIGURE)
    done = site.build()
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.splitlines() if "dans le texte" in line]
    found = "sujets trouvés dans le texte\u00a0: Drones (drone… ×2, télépilot…, hélice…)"
    assert told == [
        "content/articles/figure.md: aucun sujet trouvé dans le texte",
        f"content/articles/sans-sujet.md: {found}",
    ]
    assert chips(site, "sans-sujet") == ["Drones"]
    assert chips(site, "aucun") == []
    assert chips(site, "autre") == ["Intelligence artificielle"]
    assert chips(site, "ancien") == ["Drones"]


def test_a_renamed_topic_leads_on_from_its_old_address(make_site: MakeSite) -> None:
    site = site_of(make_site)
    assert site.publish(SITEURL="https://exemple.example").returncode == 0
    page = lxml_html.parse(str(site.root / "public/sujets/aeronefs/index.html"))
    new = "https://exemple.example/sujets/drones/"
    assert page.xpath("//link[@rel='canonical']/@href") == [new]
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={new}"]


def test_a_topics_page_has_all_that_a_reader_of_it_may_want(make_site: MakeSite) -> None:
    """Where to start, its feed in plain words, who writes, its neighbours, its rhythm."""
    site = site_of(make_site)
    site.write(
        "content/articles/voisin.md",
        POST.format(title="Voisin", day=20, more="topics: [drones, ia]\nauthor: Invitée\n"),
    )
    site.write("content/authors/invitee.md", "---\nnom: Invitée\nbio: De passage.\n---\n")
    done = site.build()
    assert done.returncode == 0, done.stderr
    page = lxml_html.fromstring(site.page("sujets/drones"))

    def section(name: str, what: str) -> list[str]:
        found = page.xpath(f"//section[@aria-labelledby='part_{name}']{what}")
        return [str(one).strip() for one in found]

    assert section("start", "//a/text()") == ["Article sans-sujet"]
    assert page.xpath("//main//a[@class='feed']/@href") == ["/sujets/drones/rss.xml"]
    words = "Suivre «\u00a0Drones\u00a0» dans un lecteur de flux"
    assert page.xpath("string(//main//a[@class='feed'])") == words
    assert section("writers", "//a/@href") == ["/auteurs/invitee/", "/auteurs/samuguru/"]
    assert section("neighbours", "//a/text()") == ["Intelligence artificielle"]
    assert section("rhythm", "/h2/text()") == ["Le rythme de 2026"]
    assert section("rhythm", "//svg[@role='img']/title/text()") == [
        "3\u00a0articles\u00a0: février 3"
    ]
    assert len(section("rhythm", "//svg/rect/@height")) == 12
    assert not page.xpath("//*[@style]")


def test_what_an_author_relates_comes_first(make_site: MakeSite) -> None:
    site = site_of(make_site)
    assert site.build().returncode == 0
    page = lxml_html.fromstring(site.page("articles/ancien"))
    related = page.xpath("//section[@aria-labelledby='part_related']//h3//a/text()")
    assert related[0] == "Bonjour"
    assert "Article ancien" not in related
    assert len(related) == 3
