"""The journal's pages: writing, what one keeps, sharing, and what an author takes along."""
