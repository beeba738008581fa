"""Benchmark of the register: how long a network takes to be made in bulk, and in how much memory."""
