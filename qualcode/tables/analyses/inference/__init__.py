"""Statistical inference on tables: tests of independence, association, and intervals by the bootstrap."""
