"""The block in the sdk's workbench as it ships."""
