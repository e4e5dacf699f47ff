"""What is mine to do, ranked, across features; and my plans with what is new in each."""
