"""Everything of the core that writes more than one row, one module for each noun."""
