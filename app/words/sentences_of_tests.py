"""The sentences of findings about real tests: planned ones and past ones."""

from __future__ import annotations

OF_TESTS: dict[str, tuple[str, ...]] = {
    "no-spread": (
        "it does not happen in the control, or the run does not say how it varies between visitors.",
        "Choose a measure of the control's visitors.",
    ),
    "nothing-to-test": ("the run has no arm beside the control.", "Add one."),
    "no-such-arm": ("the run has no such arm; there is: {listed}.",),
}
