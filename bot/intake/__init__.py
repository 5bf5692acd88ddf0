"""Intake: files, documents and typed words become orders and organizations; bytes in, values out."""
