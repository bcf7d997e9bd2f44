"""All launches at once: by week, what collides, who has too much, what waits for what, who decides next."""
