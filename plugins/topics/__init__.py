"""Topics: the curated taxonomy in content/topics/, and the free tags beside it.

- ``core``: topics from checked sources, aliases as typed to topics, tags without doubles
- ``text``, ``words``: what a post says, as folded words by sentences
- ``vocabulary``: the terms of all topics in one index, with their contexts and the background
- ``near``: the words that stand near a term and say whether it means its topic
- ``cues``: words before a term that take it back («pas de drone», «tel un drone»)
- ``detection``: a post's topics from its terms, as ``findings``; ``explaining`` says why

  What a passage says of a topic is what its distinct terms weigh; what a text says is the
  norm over its passages, against what a text of its length has to say; and of two halves one
  has to have a topic by itself. So mentions here and there are no topic, and an unrelated
  paragraph as long as the text, before it or behind it, adds none.
- ``related``: the posts to read next; ``memory`` keeps what that takes between builds
- ``pages``: neighbours of a topic, its rhythm
- ``__main__``: ``python -m plugins.topics FILE…``
- ``rules``: topics that a text speaks of and does not name, for the proofreader
- ``settings``: ``TOPICS``
- ``glue``: Pelican's signals and the generators of the pages
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.topics import glue

    glue.connect()
