"""Writing the report on shapes: one HTML page that needs nothing else, JSON, and the words that people read."""
