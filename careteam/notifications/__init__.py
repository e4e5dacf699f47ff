"""Telling people who are not looking; never any content."""
