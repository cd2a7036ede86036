"""Every action once, for menus, palette and command line alike."""
