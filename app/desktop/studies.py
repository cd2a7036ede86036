"""Studies: longer work on the map that is shown, kept beside the answer until the project is another one.

A study is any such work by a name of its own: what drives the answer, a test plan, a search for a better policy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Studied:
    """What came of a study.

    value: whatever its work gave. map_id: of which map. stale: the map, its personas or its rules have changed since.
    """

    value: Any
    map_id: str
    stale: bool = False

    def gone_stale(self) -> Studied:
        """The same, from before the last change."""
        return replace(self, stale=True)
