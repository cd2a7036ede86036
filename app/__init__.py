"""The studio: projects, words, pictures, command line and window."""
