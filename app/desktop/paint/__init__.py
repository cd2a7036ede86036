"""Painter functions, shared by canvas, lists, exports and presentation.

Each takes ``(QPainter, place, …, theme)`` and draws with rectangles, paths, lines, text, images and opacity only,
so that a vector export shows what the screen shows. Begin at `app.desktop.paint.maps.paint_map`.
"""
