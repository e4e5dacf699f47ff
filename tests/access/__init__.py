"""Who may do what, tried in every case."""
