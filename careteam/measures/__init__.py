"""Scales and scores: instruments as data, and what their answers say."""
