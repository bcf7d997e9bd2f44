"""The commands, one module each, with their help and examples."""
