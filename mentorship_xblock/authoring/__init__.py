"""What an author wrote of the program, read and checked."""
