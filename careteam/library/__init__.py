"""Education and guided exercises: pieces as data, given to a patient as tasks of the plan, and what was done of them."""
