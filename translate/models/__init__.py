"""Model folders that ship with the project."""
