"""The bin: what people delete goes there and comes back to its old place (docs/adr/0024)."""
