"""The filters and functions of the theme's templates, each saying what of its page it reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from plugins.languages import locale_tag
from plugins.mailing import reply_link
from plugins.model import Profile, Topic
from plugins.templating import reads
from plugins.theming.dates import date_iso, date_long
from plugins.theming.graphs import (
    structured_list,
    structured_post,
    structured_profile,
    structured_site,
    structured_trail,
)
from plugins.theming.links import absolute, address_of, href
from plugins.theming.structured import render_graph
from plugins.theming.wording import indent


def filters(siteurl: str) -> dict[str, Callable[..., Any]]:
    """By their names in templates."""
    return {
        "href": lambda url: href(url, siteurl),
        "absolute": lambda url: absolute(url, siteurl),
        "date_long": _date_long,
        "date_iso": date_iso,
        "resolved": _resolved,
        "locale_tag": locale_tag,
        "indent": indent,
    }


def functions() -> dict[str, Callable[..., Any]]:
    """By their names in templates."""
    return {
        "asset": _asset,
        "canonical": _canonical,
        "site_lang": _site_lang,
        "reply_link": reply_link,
        "structured_post": structured_post,
        "structured_profile": structured_profile,
        "structured_trail": structured_trail,
        "structured_list": structured_list,
        "structured_site": structured_site,
        "render_graph": lambda nodes: Markup(render_graph(nodes)),  # noqa: S704 ("<" escaped)
    }


@reads("language")
@pass_context
def _date_long(context: Context, moment: datetime) -> str:
    return date_long(moment, context["language"])


@reads("assets", "SITEURL")
@pass_context
def _asset(context: Context, name: str) -> str:
    """The link to an asset of the theme; an unknown name fails the build."""
    return href(context["assets"][name], context["SITEURL"])


@reads("resolved_texts")
@pass_context
def _resolved(context: Context, _html: str, owner: Profile | Topic) -> Markup:
    """The HTML of a bio or an introduction with its links to files resolved."""
    return Markup(context["resolved_texts"][owner.url])  # noqa: S704 (the author's own HTML)


@reads("language", "DEFAULT_LANG")
@pass_context
def _site_lang(context: Context) -> Markup:
    """The attribute for the site's own words (bios, topics) on a page in another language.

    WCAG 3.1.2, language of parts.
    """
    site = context["DEFAULT_LANG"]
    return Markup(' lang="{}"').format(site) if context["language"] != site else Markup("")


@reads("output_file", "SITEURL")
@pass_context
def _canonical(context: Context) -> str:
    """The full address of the page being rendered."""
    return absolute(address_of(context["output_file"]), context["SITEURL"])
