"""Who is on duty, and who stands in for whom: shifts, absences, and what a plan opens to those who stand in."""
