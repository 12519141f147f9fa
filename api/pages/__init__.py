"""The pages that people see: one module per question or journey, each with its own router."""
