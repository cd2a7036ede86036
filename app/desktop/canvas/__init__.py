"""The map on the screen: scene, view, items, and one file per gesture."""
