"""A small course to walk through in the workbench, with the people in it."""
