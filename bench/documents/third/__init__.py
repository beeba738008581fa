"""The last half: made after the reader was mended on the classes of faults that the second one showed."""
