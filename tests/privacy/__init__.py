"""Invented people are typed into everything box1 takes in, and looked for in all it writes."""
