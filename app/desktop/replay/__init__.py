"""The visitors of a run, back on the map: how many pass where, and single ones walking."""
