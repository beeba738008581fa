"""Kills whatever runs the site at random moments of its work, and looks what of the confirmed is lost."""
