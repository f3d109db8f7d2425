"""Our panel beside three published blocks, drawn in the sdk's workbench and weighed. ``make bench`` prints it."""
