"""The local Webex: a small world of people, rooms and cards that speaks the Webex API."""
