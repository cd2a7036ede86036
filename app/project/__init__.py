"""The project: its tables, edits, history and files."""
