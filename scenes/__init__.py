"""The film: acts on a stage, and the production of their files."""
