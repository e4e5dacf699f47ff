"""Noticing danger and not letting go of it: rules as data, findings, and the one open case of a plan."""
