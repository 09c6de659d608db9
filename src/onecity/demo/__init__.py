"""The demonstration's made-up residents and earlier cases: seeded, consistent, labelled as made up."""
