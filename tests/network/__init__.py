"""A network that is as bad as a test wants it, and how it gets between the relay and its sockets."""
