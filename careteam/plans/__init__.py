"""The hub: patient, plan, goals, team. Everything else points here."""
