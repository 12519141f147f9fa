"""What may be decided about an incident, by theme: each verb checks its rules and records."""
