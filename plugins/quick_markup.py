"""Python-Markdown's passes over blocks and over inline text, without searches that find nothing.

The tree is the same: what is left out are tests that plain text cannot pass.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown.blockprocessors import ParagraphProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

# What every match of one of Python-Markdown's patterns holds, by the pattern's name.
TRIGGERS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
}
# Those that only find what a text defines (``[words]: address``).
REFERENCES = {"reference", "image_reference", "short_reference", "short_image_ref"}


class TriggeredInlineProcessor(InlineProcessor):
    """As its model, which has fifteen expressions search every text: a quarter of a conversion.

    A pattern that `TRIGGERS` does not name is tried on every text.
    """

    _passes: tuple[tuple[Any, str], ...] = ()

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the patterns to ``tree``; extensions may have added theirs since the last."""
        patterns = self.inlinePatterns
        triggers = {patterns[name]: text for name, text in TRIGGERS.items() if name in patterns}
        idle = () if self.md.references else [patterns[name] for name in REFERENCES]
        self._passes = tuple((one, triggers.get(one, "")) for one in patterns if one not in idle)
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 (its model's)
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        start = 0
        for index in range(patternIndex, len(self._passes)):
            pattern, trigger = self._passes[index]
            is_found = True
            while is_found and trigger in data:
                data, is_found, start = apply(pattern, data, index, start)
            start = 0
        return data


class PlainParagraphProcessor(ParagraphProcessor):
    """A paragraph whose lines all begin with a letter, as no other block does: none is asked."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 (its model's)
        """Whether it is one."""
        return all(line[:1].isalpha() for line in block.split("\n"))
