"""How near kept pages come to what the servers themselves can do: `python -m bench.cache`."""
