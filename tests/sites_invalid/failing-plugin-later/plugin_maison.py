"""A plugin that fails while a post is read."""

from pelican import signals


def fail(generator, metadata):
    raise KeyError("poids")


def register():
    signals.article_generator_context.connect(fail)
