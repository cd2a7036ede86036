"""What is selected, in rows that are edited where they stand."""
