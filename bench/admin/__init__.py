"""Benchmark of the staff's screens: the same screen in a network of 24 centres and in one of 24,000."""
