"""Ports for what the tests start, several processes of tests at once."""

import random
import socket
from contextlib import suppress

OURS = range(20_000, 30_000)
"""Below those that a system hands out by itself, which another test may be given meanwhile."""


def free_port() -> int:
    """A port on which nothing listens."""
    for port in random.SystemRandom().sample(OURS, 100):
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError(f"no free port was found in {OURS}")
