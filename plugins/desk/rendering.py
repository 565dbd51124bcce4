"""The desk's own templates, in the author's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.catalogue import HOUSE, load_catalogue
from plugins.desk.agenda_table import day_words, month_words
from plugins.desk.guarding import DESK
from plugins.messages import Message

FOLDER = Path(__file__).parent / "templates"


def render(template: str, language: str, /, **values: Any) -> str:
    """``template`` filled in; every value is escaped unless it is markup."""
    return _environment(language).get_template(template).render(**values)


@lru_cache(maxsize=4)
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = load_catalogue(HOUSE, language)
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["desk"] = DESK
    environment.filters.update(_filters(language, catalogue.gettext))
    return environment


def _filters(language: str, gettext: Callable[[str], str]) -> dict[str, Callable[..., str]]:
    def said(message: Message) -> str:
        return message.render(gettext)

    def kilobytes(number: int) -> str:
        """Tenths below ten, as 1,024 bytes."""
        size = number / 1024
        return format_decimal(size, "#,##0.0" if size < 10 else "#,##0", locale=language)  # noqa: PLR2004

    def day(moment: date) -> str:
        return day_words(moment, language)

    def month(moment: date) -> str:
        return month_words(moment, language)

    return {"said": said, "kilobytes": kilobytes, "day": day, "month": month}
