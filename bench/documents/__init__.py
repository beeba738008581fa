"""Benchmark of dropped documents: what is read out of them, how fast, in how much memory.

The papers are made here from how schools write orders (ГОСТ Р 7.0.97-2016 and the liberties taken
with it); nothing here imports the reader's vocabulary or patterns, so that neither mirrors the other.
"""
