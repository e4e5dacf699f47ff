"""Who may do what: actors, actions, streams and the rules between them. Pure, except `models` and `sql`."""
