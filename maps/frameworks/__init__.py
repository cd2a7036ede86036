"""Frameworks that ship with Footfall: stages and lanes to start from, with a catalogue to pick from."""
