"""Arms, pairing, parameter draws and the lift they lead to."""
