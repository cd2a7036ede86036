"""Whole projects that ship with Footfall: numbers once, texts per language beside them."""
