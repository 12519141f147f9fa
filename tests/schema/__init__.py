"""The description of the API, tried out as every role: what it says, and what it does not."""
