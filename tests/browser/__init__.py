"""People in real browsers: the harness, and the tests that need it."""
