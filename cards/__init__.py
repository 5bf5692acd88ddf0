"""Cards: a model comes in, an Adaptive Card and its plain-text twin go out. Pure: no store, no network."""
