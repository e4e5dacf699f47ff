"""What a plan rests on: what was tried, how far the illness has gone, what else it might be, and who reviewed it together."""
