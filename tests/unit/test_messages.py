"""A message keeps its msgid and values apart until somebody reads it."""

from __future__ import annotations

from plugins.messages import msg


def test_a_message_is_translated_before_it_is_filled_in() -> None:
    message = msg("{count} of {total}", count=2, total="{total}")
    assert str(message) == "2 of {total}"
    assert message.render({"{count} of {total}": "{total} : {count}"}.__getitem__) == "{total} : 2"


def test_a_message_within_a_message_is_translated_too() -> None:
    words = {"outer: {reason}": "dehors : {reason}", "inner {n}": "dedans {n}"}
    assert msg("outer: {reason}", reason=msg("inner {n}", n=1)).render(words.__getitem__) == (
        "dehors : dedans 1"
    )


def test_braces_meant_as_such_are_doubled_in_the_msgid() -> None:
    assert str(msg("Write {name} = {{…}}.", name="FEEDS")) == "Write FEEDS = {…}."


def test_messages_are_compared_by_what_they_say() -> None:
    assert msg("{a}", a=1) == msg("{a}", a=1) != msg("{a}", a=2)
