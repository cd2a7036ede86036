"""The sentences of findings, by code: what is wrong, and how to mend it, with the finding's values in braces."""

from __future__ import annotations

from app.words.catalogue import mark_in

SENTENCES: dict[str, tuple[str, str]] = {}
