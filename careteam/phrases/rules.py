"""What is always true of phrases. Pure."""

#: So many a person keeps, and so many the clinic has: what one still finds, and what one page shows whole.
MOST_OWN = 50
MOST_TEMPLATES = 100
LONGEST_TITLE = 80
LONGEST_WORDS = 4_000
