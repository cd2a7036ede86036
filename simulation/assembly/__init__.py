"""From a scenario's records to a plan's arrays: people, site and rules, one module each.

`simulation.compile` joins them.
"""
