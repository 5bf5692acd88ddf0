"""The demo: our own bot on a stage with the local Webex, the scene that is played there, and its tour."""
