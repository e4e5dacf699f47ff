"""How a patient is from day to day, in their own words: shared with the team, or sealed to themself alone."""
