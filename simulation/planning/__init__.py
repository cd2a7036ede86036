"""What to run for real: how large and how long a test, what it will probably say, and how to read it."""
