"""The words of templates in the language of their page, and text set in: both in every macro."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from plugins.catalogue import load_catalogue
from plugins.templating import reads


def speak(env: Environment, folder: Path) -> None:
    """Have templates speak their page's ``language``, by the catalogues in ``folder``.

    As the i18n extension does in its new style: a message is a format, and
    markup. That makes both of it anew at every mention, fifty times a page.
    """

    @cache
    def words(language: str, message: str) -> Markup:
        return Markup(load_catalogue(folder, language).gettext(message))  # noqa: S704 (ours)

    @cache
    def plain_words(language: str, message: str) -> Markup:
        return words(language, message) % {}

    @reads("language")
    @pass_context
    def gettext(context: Context, message: str, **variables: Any) -> Markup:
        language = context["language"]
        if not variables:
            return plain_words(language, message)
        return words(language, message) % variables

    @reads("language")
    @pass_context
    def ngettext(
        context: Context, singular: str, plural: str, number: int, **variables: Any
    ) -> Markup:
        catalogue = load_catalogue(folder, context["language"])
        text = Markup(catalogue.ngettext(singular, plural, number))  # noqa: S704 (ours)
        return text % {"num": number, **variables}

    env.newstyle_gettext = True  # type: ignore[attr-defined]
    env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


def indent(text: str, width: int) -> str:
    """Jinja's filter of that name, which makes markup of every line by itself."""
    lines = f"{text!s}\n".splitlines()
    margin = "\n" + " " * width
    joined = margin.join(lines)
    if "" in lines[1:]:  # an empty line has no margin
        joined = lines[0] + "".join(f"{margin}{line}" if line else "\n" for line in lines[1:])
    return Markup(joined) if isinstance(text, Markup) else joined  # noqa: S704 (it was)
