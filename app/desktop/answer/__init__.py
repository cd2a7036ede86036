"""What a run found: read into words and figures, painted, shown beside the map and on its own page."""
