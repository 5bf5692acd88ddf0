"""Intake: files that people hand in become orders and organizations; bytes in, values out."""
