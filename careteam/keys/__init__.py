"""Whose keys are whose: every person's chain of keys, and the directory that says who may vouch for them."""
