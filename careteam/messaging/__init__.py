"""Conversations about a plan."""
