"""The author's desk: what `make` runs. It registers no signal: it starts Pelican.

- ``configuration``: the configuration's files, read for where each name was written
- ``records``: what Pelican logs, to problems that cannot be overlooked
- ``glue``: one build in a folder of its own, which becomes the edition when nothing is wrong
- ``unchanged``: the last answer, where nothing has changed
- ``edition``: a new edition put in the place of the last, file by file
- ``telling``: problems and outcomes in the author's language
- ``preview``: the server of `make serve`, for this computer alone
- ``watching``: edits seen, one build after another, by a process that stays
- ``builder``: that process
- ``publication``: what is done with the last publication: ``letter``, ``pinging``
- ``translations``: the French catalogues, kept complete
- ``__main__``: ``python -m plugins.desk build``, ``serve``, ``digest``, ``ping``
"""
