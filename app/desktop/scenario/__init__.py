"""The scenario workspace: who hears what, when."""
