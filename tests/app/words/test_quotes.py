"""Quotation marks inside what is quoted."""

from __future__ import annotations

import pytest

from app.words.plain import quoted_inside


@pytest.mark.parametrize(
    ("text", "mark", "shown"),
    [
        ("“Quiet.” 212 buyers agree.", "“", "‘Quiet.’ 212 buyers agree."),
        ('He said "quiet" twice.', "“", "He said ‘quiet’ twice."),
        ("‘Stil.’ Foto’s van 212 kopers.", "‘", "“Stil.” Foto’s van 212 kopers."),
        ("‘Foto’s zijn mooi.’ Echt.", "‘", "“Foto’s zijn mooi.” Echt."),
        ("“Still thinking?”", "“", "Still thinking?"),
        ("‘Denk je nog?’", "‘", "Denk je nog?"),
        ("Don’t wait.", "“", "Don’t wait."),
        ("", "“", ""),
    ],
)
def test_marks_inside_are_of_the_other_kind(text: str, mark: str, shown: str) -> None:
    assert quoted_inside(text, mark) == shown
