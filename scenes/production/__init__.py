"""From acts to files: the only part of the project that writes."""
