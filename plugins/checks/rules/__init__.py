"""The gate's own rules: what holds for every text, whatever its rooms make of it.

- ``wording``: repeated words, long paragraphs, readability, passages to fill in
- ``structure``: title, summary, headings, quotations
- ``addresses``: links as an author writes them
- ``external``: links by what their servers answered
- ``pictures``: what stands for a picture that is not seen
- ``secrets``: what looks like a key
"""

from __future__ import annotations

from plugins.checks.rules import addresses, external, pictures, secrets, structure, wording

RULES = (
    *structure.RULES,
    *pictures.RULES,
    *addresses.RULES,
    *wording.RULES,
    *secrets.RULES,
    *external.RULES,
)
