"""How commands are recorded: store, vault, writer, desk, people."""
