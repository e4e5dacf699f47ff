"""Who does what by when, for which goal."""
