"""Policies as they are made by hand: the matrix they are read as, and the edits that build rules and segments."""
