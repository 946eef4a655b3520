"""Showing: the command, the viewer, the report."""
