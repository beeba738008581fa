"""The network that the tests of the domain stand on."""

from tests.factories.fixtures import at, network

__all__ = ["at", "network"]
