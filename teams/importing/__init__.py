"""People and places from a table (CSV): read, shown row by row, then brought in."""
