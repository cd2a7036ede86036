"""Benchmarks: ratios measured in one run, never a promise in seconds."""
