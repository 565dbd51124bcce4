"""Templates as Jinja gets them: read once a run, and compiled once in their life."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket

from plugins.cache import keep, key_of, recalled
from plugins.memory import code_version
from plugins.running import is_touched


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
    """Compiled templates in ``cache``: under our version and Jinja's, sealed by a digest.

    In files and not in the memory, which no copy of the process may ask. What
    is compiled depends on the environment's options; it must not depend on what
    filters do (``Environment.optimized`` off).
    """

    def __init__(self, cache: str, options: Mapping[str, Any]) -> None:
        self._folder = Path(cache, "templates")
        self._options = repr(sorted(options.items(), key=str))

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """The same wherever the theme lies: its place is only told where rendering fails."""
        bucket = super().get_bucket(environment, name, None, source)
        if bucket.code is not None and filename is not None:
            bucket.code = bucket.code.replace(co_filename=filename)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket``, where the same text was compiled before."""
        data = recalled(self._folder, self._key(bucket))
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if not is_touched():
            keep(self._folder, self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> bytes:
        text = (bucket.key, bucket.checksum)  # its name, its digest
        return key_of("compiled", code_version(), self._options, *text)
