"""A policy that learns: which rule speaks in which context is drawn by Thompson sampling, and what that costs."""
