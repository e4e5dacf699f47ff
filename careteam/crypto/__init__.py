"""Secrets: what is sealed at rest and with which key, and how a sealed word is still found. No database, no HTTP."""
