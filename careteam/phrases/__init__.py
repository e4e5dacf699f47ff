"""What is written again and again: people's own quick replies, and the clinic's message templates."""
