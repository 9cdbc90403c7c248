"""Pictures for the docs, taken of the demo by a walk through it: `make screenshots`."""
