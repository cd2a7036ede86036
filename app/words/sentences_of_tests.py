"""The sentences of findings about real tests: planned ones and past ones."""

from __future__ import annotations

OF_TESTS: dict[str, tuple[str, ...]] = {
    "no-spread": (
        "it does not happen in the control, or the run does not say how it varies between visitors.",
        "Choose a measure of the control's visitors.",
    ),
    "nothing-to-test": ("the run has no arm beside the control.", "Add one."),
    "no-such-arm": ("the run has no such arm; there is: {listed}.",),
    "tests-none": (
        "the file is empty.",
        "Add a line per test.",
        "the file has a line of heads, and no tests.",
    ),
    "tests-many": ("it has {count} tests, and {most} at most are read.", "Split the file."),
    "tests-large": (
        "it has {size} MB, and a table of tests may have {most} MB at most.",
        "Check that this is the right file.",
    ),
    "tests-quotes": ("its quotes cannot be understood: {reason}.", "Save it from a spreadsheet as CSV."),
    "tests-heads": ("its first line lacks the columns {missing}.", "Name the columns: {columns}."),
    "tests-twice": ("the column {column} stands there twice.", "Keep one."),
    "test-long": ("row {row}: a cell has more than {most} characters.",),
    "test-technique": ("row {row}: there is no technique called '{technique}'.",),
    "test-nobody": ("row {row}: an arm without visitors is no test.",),
    "test-conversions": ("row {row}: {conversions} of {visitors} visitors cannot have converted.",),
    "test-count": ("row {row}: '{text}' under {column} is no count of people.",),
    "test-randomised": ("row {row}: say yes or no under randomised, not '{text}'.",),
    "test-card": ("row {row}: there is no touchpoint called '{card}' on this map.",),
}
