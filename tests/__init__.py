"""What box1 promises, kept by machine."""
