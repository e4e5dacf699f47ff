"""Measures what Careteam costs; each module is run by hand (`python -m benchmarks.send --help`), nothing is asserted."""
