"""From elsewhere: does a server send what its release holds? It asks, compares, and says what differs."""
