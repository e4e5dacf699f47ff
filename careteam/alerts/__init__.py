"""What people's clients found not to be as it was signed: each finding has an owner, the privacy officer."""
