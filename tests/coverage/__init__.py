"""Who is on duty, and who stands in for whom."""
