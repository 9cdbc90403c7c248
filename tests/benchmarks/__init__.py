"""What the pages that matter cost, beside the same work in bare Django: `make bench`."""
