"""One application for all tests of the studio, whoever of them is first."""

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: QApplication) -> QApplication:
    """An export on its own would make one without widgets, and no window could open in that process any more."""
    return qapp
