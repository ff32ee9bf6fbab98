"""What two copies say differently, and which of it counts in both."""
