"""Keep what a person writes: begin, save and finish an entry."""
