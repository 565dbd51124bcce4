"""The author's desk: what `make` runs. It registers no signal: it starts Pelican.

- ``configuration``: the configuration's files, read for where each name was written
- ``records``: what Pelican logs, to problems that cannot be overlooked
- ``glue``: one build in a folder of its own, which becomes the edition when nothing is wrong
- ``edition``: a new edition put in the place of the last, file by file
- ``settings``: ``PUBLISHING``
- ``press``: one publication, from what is online to what is: ``laying``, ``editions``
- ``rehearsal``: a publication as it would be on another day
- ``telling``: problems and outcomes in the author's language
- ``preview``: the server of `make serve`, for this computer alone
- ``watching``: edits seen, one build after another
- ``publication``: what is done with publications: one taken back, ``letter``, ``pinging``
- ``deploying``: what is online here, put online on a server or copied for a host
- ``translations``: the French catalogues, kept complete
- ``__main__``: ``python -m plugins.desk build``, ``serve``, ``publish`` and so on
"""
