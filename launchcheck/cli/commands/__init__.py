"""The commands, one module each: signature, help and examples, and a body that calls the plumbing."""
