"""Careteam: one shared plan for a patient and the people who treat them."""
