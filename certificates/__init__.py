"""Awards, certificates and their verification. It listens to the core and never names a type."""
