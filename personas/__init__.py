"""Who travels: personas, their traits and where each number comes from."""
