"""Parts are killed at random under load; then everything acknowledged is looked for."""
