"""Who a post is where its front matter does not say: the same for the feeds and for its debate."""

from __future__ import annotations

import uuid


def fallback_id(slug: str) -> str:
    """The id of a post whose front matter has none yet: always the same for one slug.

    It is what the warning proposes to write down, so that taking the advice
    shows no subscriber the post a second time.
    """
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:post:{slug}").urn
