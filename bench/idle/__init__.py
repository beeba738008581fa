"""Ten thousand connections that say nothing, and how long everybody else waits."""
