"""What a machine needs for the film, and whether it is there: ``lecture doctor``."""
