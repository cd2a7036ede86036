"""Opportunities on two axes: weighed by dragging, ranked at the right."""
