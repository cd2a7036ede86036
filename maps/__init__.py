"""Where they travel: journey maps, their soundness, graph and layout."""
