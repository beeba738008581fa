"""Forms of the staff's screens: what may be typed, how it is put in order, what is said when it is wrong."""
