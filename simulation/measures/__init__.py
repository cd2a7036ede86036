"""Every measure once: its definition, its unit and its uncertainty."""
