"""The rival: a shop in plain SimPy, written by hand, with nothing of ours but the numbers."""
