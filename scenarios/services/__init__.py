"""What writes more than one row: versions at publish, and the steps of a run."""
