"""Requests are accepted and killed at every point; then every minute is accounted for."""
