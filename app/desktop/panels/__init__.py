"""The panel left of the canvas: pages about the whole project, one at a time."""
