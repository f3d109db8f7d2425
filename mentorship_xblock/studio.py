"""Writing the program: the editor, what is saved of it, what authors see, what leaves with the course."""
