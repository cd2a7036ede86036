"""What visitors of a run did, to be seen on the map: how many passed where, and single ones on their way."""
