"""Decisions about papers: their states, their numbers and the data each form is made from."""
