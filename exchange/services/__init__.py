"""Verbs of the exchange: take a table, check it, write it, hand one out."""
