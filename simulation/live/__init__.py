"""The answer while a hand moves a slider: a plan that is held, the same visitors, contrasts instead of runs."""
