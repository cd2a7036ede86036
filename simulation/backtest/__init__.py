"""Past tests of the shop, each predicted without knowing it and put beside what was measured."""
