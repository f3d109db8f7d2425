"""The one road every act travels: gate, access table, locked change, what follows the commit."""
