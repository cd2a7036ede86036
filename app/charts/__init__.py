"""Charts: one table drawn on given axes."""
