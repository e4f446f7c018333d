"""What each form is made from: a `TypedDict` per template, every text ready as it is printed."""
