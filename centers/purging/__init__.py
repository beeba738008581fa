"""Which kept pages show what: the names of tags, and the rules by which a change touches them (ADR-0032)."""
