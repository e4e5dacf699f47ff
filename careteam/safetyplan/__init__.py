"""What a patient arranges for a bad time: their safety plan, and whether their device tells the team of dangerous words."""
