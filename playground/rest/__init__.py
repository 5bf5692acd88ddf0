"""The Webex API, resource by resource."""

from flask import Blueprint

from playground.rest import actions, memberships, messages, people, rooms, webhooks

RESOURCES: tuple[Blueprint, ...] = (
    people.blueprint,
    rooms.blueprint,
    memberships.blueprint,
    messages.blueprint,
    actions.blueprint,
    webhooks.blueprint,
)
