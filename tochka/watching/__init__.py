"""What whoever hosts the site sees of it: a number for each request, its log, its metrics, its state."""
