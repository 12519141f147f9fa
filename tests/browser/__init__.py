"""What people see: driven in a real Chromium, against the whole of box1."""
