"""What people read and type: sentences in each language, and typed text brought into one form."""
