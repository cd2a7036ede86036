"""Where everything on a map stands: rectangles, lines of text and paths, computed without any drawing library.

Begin at `maps.layout.build.layout_map`; what it returns is in `maps.layout.elements`.
"""
