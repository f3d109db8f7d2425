"""The one pipeline every action goes through: request guard, permissions, locked change, what follows the commit."""
