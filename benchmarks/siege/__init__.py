"""The siege: whole orders are set up while everything that can go wrong goes wrong at once, and somebody sees to it."""
