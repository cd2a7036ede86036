"""What a facilitator needs with a room full of people: a path, a timer, votes, a parking lot, a presentation."""
