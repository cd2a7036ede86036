"""The schedulers: one behaviour, run by SimPy or by the compiled loop."""
