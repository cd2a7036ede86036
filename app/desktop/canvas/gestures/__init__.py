"""One file per gesture. A gesture begins with a press, follows the pointer, and ends or is cancelled."""
