"""Templates as Jinja gets them: read once a run, and compiled once in their life."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket

from plugins.cache import key_of
from plugins.memory import memory_of


class ReadOnce(FileSystemLoader):
    """Has one text of a template for a whole run, whatever an editor does meanwhile.

    The key of a page is made of the text, and the page of what Jinja compiled.
    """

    def __init__(self, folders: Any) -> None:
        super().__init__(folders)
        self._read: dict[str, Any] = {}

    def get_source(self, environment: Environment, template: str) -> Any:
        """As the one of Jinja that it is."""
        if template not in self._read:
            self._read[template] = super().get_source(environment, template)
        return self._read[template]


class Compiled(BytecodeCache):
    """Compiled templates in the memory: under our version and Jinja's, sealed by a digest.

    What is compiled depends on the environment's options; it must not depend on
    what filters do (``Environment.optimized`` off).
    """

    def __init__(self, settings: MutableMapping[str, Any]) -> None:
        self._memory = memory_of(settings)
        self._options = repr(sorted(settings["JINJA_ENVIRONMENT"].items(), key=str))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket``, where the same text was compiled before."""
        try:
            data = self._memory.recall(self._key(bucket))
        except KeyError:
            return
        bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._memory.keep(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> bytes:
        text = (bucket.key, bucket.checksum)  # its name and place, its digest
        return key_of(self._memory.version, "compiled", self._options, *text)
