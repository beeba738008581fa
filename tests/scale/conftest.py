"""The network that the counts of queries stand on."""

from tests.factories.fixtures import at, network

__all__ = ["at", "network"]
