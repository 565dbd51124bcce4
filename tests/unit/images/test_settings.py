from __future__ import annotations

import io
from typing import Any

import pytest

from plugins.config import InvalidSetting
from plugins.images.progress import make_teller
from plugins.images.settings import Settings


@pytest.mark.parametrize(
    "wrong",
    [
        {"widths": ()},
        {"widths": (640, 400)},
        {"widths": (0, 400)},
        {"widths": (400, 400)},
        {"quality": 0},
        {"max_megapixels": 0},
    ],
)
def test_a_setting_that_cannot_work_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidSetting) as caught:
        Settings(**wrong)
    assert caught.value.key in wrong


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_on_a_terminal_and_nothing_elsewhere() -> None:
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        tell = make_teller(stream, str)
        for done in range(3):
            tell(done, 2)
    assert terminal.getvalue().startswith("\rPictures: 0 of 2\rPictures: 1 of 2\r")
    assert terminal.getvalue().endswith(" \r")
    assert "\n" not in terminal.getvalue()
    assert pipe.getvalue() == ""
