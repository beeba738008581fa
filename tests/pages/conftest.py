"""The network that these tests stand on."""

from tests.factories.fixtures import at, built_network, commit, network

__all__ = ["at", "built_network", "commit", "network"]
