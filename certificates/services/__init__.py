"""What writes awards and certificates. A service enqueues nothing: a receiver does."""
