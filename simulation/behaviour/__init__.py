"""What a visitor does next: compiled scalar functions that both engines call (MODEL 3 and 4).

A visitor's life is `begin_visitor`, then per visit `begin_visit`, per page `arrive` and `depart`, and `end_visit`.
Everything a visitor is and remembers stands in a `Traveller`; luck comes in as addressed uniforms (`simulation.draws`)
and time is int64 ms on the visitor's own clock, so who calls these functions, and when, changes nothing.
"""
