"""Screens: `public` for visitors, the others for the staff."""
