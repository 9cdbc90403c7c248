"""The project: settings, addresses, the site shell and the demo. It owns no models."""
