"""Published effects with their references, and the priors made of them."""
