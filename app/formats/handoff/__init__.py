"""Policies as what experiment platforms and developers take over: features, flags, a sheet of rules."""
