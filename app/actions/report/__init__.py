"""The report of a run: its chapters, made of the same sentences and numbers that studio and command line show."""
