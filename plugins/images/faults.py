"""What can be wrong with a picture, in the author's words."""

from __future__ import annotations

from pathlib import Path

from plugins.messages import Message, msg
from plugins.problems import Problem


class UnfitPicture(Exception):
    """A file that cannot be shown as it is; carries the `Problem`, still without its file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.cause))
        self.problem = problem


def damaged(reason: str) -> UnfitPicture:
    """A file that ends too early, or that no decoder understands."""
    return _unfit(
        "damaged-picture",
        msg("The picture is damaged or incomplete: {reason}.", reason=reason),
        msg("Copy it again from where it came, or export it anew as JPEG, PNG or WebP."),
    )


def unsupported(suffix: str) -> UnfitPicture:
    """A file that no browser shows, or not every one."""
    return _unfit(
        "unsupported-picture",
        msg("A file named “{suffix}” cannot be shown as a picture.", suffix=suffix),
        msg("Export it as JPEG, PNG, WebP, AVIF, GIF or SVG."),
    )


def misnamed(suffix: str, actual: str, proposed: str) -> UnfitPicture:
    """A file whose name says another format than its bytes."""
    return _unfit(
        "misnamed-picture",
        msg("The file is named “{suffix}” but holds {format}.", suffix=suffix, format=actual),
        msg("Name it with “{suffix}” at the end.", suffix=proposed),
    )


def edited_meanwhile(path: Path) -> UnfitPicture:
    """A file that is not the one any more that the pages were made for."""
    cause = msg("The picture was edited while the site was being built.")
    return UnfitPicture(Problem("edited-picture", cause, msg("Build again."), path))


def too_large(megapixels: float, limit: int) -> UnfitPicture:
    """More pixels than a picture of a page can need, or a trap for decoders."""
    return _unfit(
        "huge-picture",
        msg(
            "The picture would unpack to {megapixels} million pixels.",
            megapixels=f"{megapixels:.0f}",
        ),
        msg("Export it smaller: at most {limit} million, over all its frames.", limit=limit),
    )


def unsafe_drawing(what: str, line: int | None = None) -> UnfitPicture:
    """An SVG with something in it that could act, or fetch."""
    return _unfit(
        "unsafe-drawing",
        msg("The drawing holds “{what}”, which could run code or fetch from elsewhere.", what=what),
        msg("Take it out, or export the drawing as plain SVG with everything embedded as shapes."),
        line,
    )


def broken_drawing(reason: str, line: int | None = None) -> UnfitPicture:
    """An SVG that is not XML, or not an SVG."""
    return _unfit(
        "damaged-drawing",
        msg("The drawing cannot be read: {reason}.", reason=reason),
        msg("Export it anew as plain SVG."),
        line,
    )


def drawing_without_size() -> UnfitPicture:
    """An SVG that says neither viewBox nor width and height."""
    return _unfit(
        "drawing-without-size",
        msg("The drawing says no size."),
        msg('Give its “svg” element a viewBox, for example viewBox="0 0 1200 675".'),
        1,
    )


def _unfit(code: str, cause: Message, remedy: Message, line: int | None = None) -> UnfitPicture:
    return UnfitPicture(Problem(code, cause, remedy, line=line))
