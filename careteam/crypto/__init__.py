"""Secrets: what is sealed at rest, with which key, and how a sealed word can still be found. Pure: no database, no HTTP."""
