"""As fast as thought: a build does what changed asks for, and its output is a clean build's.

Sound by construction, not by care. A page is a pure function of what its
template is handed, and it is handed nothing else:

1. *What it names.* The variables that a template and all that it extends,
   includes and imports look up are found in their syntax trees (`plugins.inputs`);
   functions and filters declare the rest (`plugins.templating.reads`). Any
   other read is an error at once, by StrictUndefined or a KeyError, on a clean
   build as on any other.
2. *Views, never Pelican's objects.* What is handed over is plain data
   (``views``): a post is whole on its own page and a card on all others. A view
   comes with a digest of everything that can be read from it; a value whose
   digest cannot be told is refused.
3. *The key* of a page is the digest of its variables' digests, of the sources
   of its templates, of the theme's catalogues and of the plugins' code and
   packages. Where the last edition was made from the same key, its file is kept
   (`plugins.outputs`).
4. *What was digested is what ran.* A build takes as long as an edit. A template
   and a picture are what they were when they were digested, or are made again;
   code that was edited since the process began leaves nothing behind
   (`plugins.running`); two builds do not put their files in place at once.

Recording what a template reads, and reading it again at the next build to
compare, was weighed too: it follows any template without a declaration, but
sees nothing of what filters and functions read, and its replay costs at every
build about as much as rendering the page.

A value that a page sees only its own part of (its pictures, its tags) is put
into the context as a `plugins.templating.PerPage`, so that the others' parts
do not touch it.

What a build lacks is made on all cores (`plugins.parallel`): texts when the run
begins, feeds' texts, and last all pages and documents that `plugins.outputs`
did not keep. A page's views are complete when it is asked for, so that nothing
can change under it until then.

Beside pages: every other file is made through `plugins.outputs` from a key or
from its bytes, and what is costly in a post is remembered by
`plugins.memory`. The desk lays only what is new, and carries the rest over.

Four ways to be fast, then:

- *Nothing changed*: the last answer is given again before Pelican is imported
  (`plugins.desk.unchanged`).
- *The bodies of a few texts changed*: they are set into what the last whole
  build left, without reading the other texts (`plugins.standing`; a page's part
  is ``sheets``). The keys are those of a whole build, and each room that makes
  something of a text either says what follows or declines; then comes:
- *Something changed*: a whole run, in which nothing is made twice.
- *The words, the date or the topics of a text were edited under* ``make serve``: all that shows
  it, at once (``retouch``), by the state that the last run left: each view says which posts it
  shows something of, so that the writer knows the pages of each post; and rooms say anew what
  follows for other posts and for lists (`plugins.editing`). A whole run always follows as soon as
  the author pauses, gives way to the next edit, and is the one that the promise
  rests on.

- ``views``: values as templates get them, each with its digest
- ``contents``: what pages see of a post
- ``sheets``: a page as it was made, to set an edited text into
- ``retouch``: a few texts edited, in a process that stays
- ``glue``: the writer
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.incremental import glue

    glue.connect()
