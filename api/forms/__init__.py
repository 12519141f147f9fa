"""What each form asks, how it is read back from what was posted, and shown again when refused."""
