"""Django's backend for PostgreSQL, with a time limit on the client's side."""
