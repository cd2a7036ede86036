"""The parts around the work: rail, bars, chips, palette, message strip, focus ring."""
