"""The map told on a large screen: one stage at a time, or one person at a time. Rectangles, lines and texts only."""
