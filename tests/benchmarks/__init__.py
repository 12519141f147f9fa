"""How fast box1 is, against what the same machine can do at all in the same run."""
