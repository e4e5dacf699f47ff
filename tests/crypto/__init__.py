"""Sealing at rest, and finding what is sealed."""
