"""Editors and operators: sign-in, roles, the audit log, and the admin's own pages."""
