"""What people can ask box1 to do, and how it is recorded."""
