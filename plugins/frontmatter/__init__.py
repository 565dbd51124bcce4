"""Front matter: what an author writes above a text, read with its lines and checked.

Shared by the rooms that read files of content/; not a plugin itself.

- ``parse``: YAML between ``---`` lines, or Pelican's ``Key: value`` headers, to entries
- ``kinds``: what a value may be (text, date, list of words…), French as it is typed
- ``dates``: dates as people write them, in French, English or ISO 8601
- ``schema``: fields, their aliases, and the check of a document against them
- ``slugs``: the part of its address that a text's file decides
- ``names``: names as typed, to the author or topic that bears them
- ``fields``: every field of every kind of file, declared in one place: a room that
  wants another adds a line there
"""
