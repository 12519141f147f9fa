"""What can happen, and the rules about when. Knows no framework, network, database or clock."""
