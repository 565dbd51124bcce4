"""The author's desk: what `make` runs. It registers no signal: it starts Pelican.

- ``configuration``: the configuration's files, read for where each name was written
- ``records``: what Pelican logs, to problems that cannot be overlooked
- ``glue``: one build in a folder of its own, which becomes the edition when nothing is wrong
- ``unchanged``: the last answer, where nothing has changed; ``asking``: what a configuration asks
- ``correcting``: a few edited texts set into what the last whole build left
- ``orders``: what is asked of a build, and what came of it
- ``edition``: a new edition put in the place of the last, file by file
- ``settings``: ``PUBLISHING``
- ``press``: one publication, from what is online to what is: ``laying``, ``editions``
- ``rehearsal``: a publication as it would be on another day
- ``telling``: problems and outcomes in the author's language
- ``checking``: `make check`, and the repairs it may write; ``formats``: text, JSON, GitHub
- ``preview``: the server of `make serve`, for this computer alone
- ``backroom``: what the preview knows beside the pages: the last report, the proofreader's word;
  ``dressing`` adds it to a page in the response, ``routes`` answers at ``/.desk/`` (``weighing``,
  ``heatmap``, ``guide`` say what), ``rendering`` and ``framing`` give it the author's language and
  the site's look, ``guarding`` keeps it from other origins
- ``debating``: Isso beside the preview, at the same address
- ``watching``: edits seen, one build after another, by a process that stays
- ``builder``: that process
- ``publication``: what is done with publications: one taken back, ``letter`` (``plain``
  is its text part), ``pinging``
- ``deploying``: what is online here, put online on a server or copied for a host
- ``authoring``: `make new`, `draft-list`, `calendar`: ``drafting`` is a post's first text,
  ``beginning`` puts it into a folder, ``shelf`` reads what lies in content/ without a build,
  ``agenda`` is what has a date, ``agenda_table`` shows it in the terminal
- ``translations``: the French catalogues, kept complete
- ``__main__``: ``python -m plugins.desk build``, ``serve``, ``publish`` and so on
"""

from plugins.running import trust_exact_times

trust_exact_times()
