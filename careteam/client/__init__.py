"""A small async client of Careteam's interface, for bots, scripts, tests and the demo: it knows HTTP and mh1, no feature."""
