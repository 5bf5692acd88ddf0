"""The page: a chat in the browser, in which one can be anybody and move the clock."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, jsonify, request, send_file

from bot.errors import StoreUnavailable
from bot.language.texts import Texts, _
from playground import forms
from playground.demo.ideas import Idea
from playground.demo.scenes import Character
from playground.demo.travel import Timeline
from playground.messages import Upload
from playground.model import Json, Person
from playground.page.guarantees import promises
from playground.page.samples import sample, sample_names
from playground.page.views import Views
from playground.page.words import asked_texts, rendered, words_module
from playground.refusals import NO_PERSON, Refused
from playground.world import World

LONGEST_WAIT = 20.0
RENDERER = Path(__file__).parents[2] / "node_modules" / "adaptivecards" / "dist" / "adaptivecards.min.js"
# Nothing comes from elsewhere, and nothing that somebody typed can run.
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
RECORDING = "conversation.yaml"
ENDED = _("The bot was stopped at this very moment. Try again.")
BUSY = _("The bot is still busy. Try again in a moment.")
Look = Callable[[Texts], Json]
Panel = tuple[Look, Callable[[Json], None]]
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


class Page:
    """The chat page over a world. It shows no time until `show` is called, once the sample data is loaded."""

    def __init__(
        self, world: World, bot: Person, cast: Sequence[Character], zone: ZoneInfo, ideas: Sequence[Idea] = ()
    ) -> None:
        self._world = world
        self._bot = bot
        self._zone = zone
        self._ideas = ideas
        self.views = Views(world, bot, cast, zone)
        self._timeline: Timeline | None = None
        self._panels: dict[str, Panel] = {}
        self._behind: Callable[[Texts], Json | None] | None = None
        self._act_behind: Callable[[str, str], None] | None = None
        self._recording: Callable[[], str] | None = None
        self._doors: Mapping[str, str] = {}
        self._is_closed = False
        self.blueprint = self._routes()

    def show(self, timeline: Timeline) -> None:
        """Show the time from now on."""
        self._timeline = timeline
        self._world.changed()

    def offer(self, panel: str, look: Look, act: Callable[[Json], None]) -> None:
        """Offer a panel that unfolds: what it shows, asked for while it is open, and what its buttons do."""
        self._panels[panel] = look, act

    def stand_behind(self, waiting: Callable[[Texts], Json | None], act: Callable[[str, str], None]) -> None:
        """Show whoever stands behind the orders from now on: what waits there, and what can be done about it."""
        self._behind, self._act_behind = waiting, act
        self._world.changed()

    def offer_recording(self, recording: Callable[[], str]) -> None:
        """Let the conversation so far be saved as a file."""
        self._recording = recording

    def point_here(self, doors: Mapping[str, str]) -> None:
        """Show whoever has a bot of their own what it has to be told: each by its name."""
        self._doors = doors

    def close(self) -> None:
        """End all requests that wait for news."""
        self._is_closed = True
        self._world.changed()

    def _routes(self) -> Blueprint:
        blueprint = Blueprint("page", __name__)
        blueprint.add_url_rule("/", view_func=self._index)
        blueprint.add_url_rule("/renderer.js", view_func=self._renderer)
        blueprint.add_url_rule("/guarantees", view_func=self._guarantees)
        blueprint.add_url_rule("/page/words.js", view_func=words_module)
        blueprint.add_url_rule("/page/news", view_func=self._news)
        blueprint.add_url_rule("/page/room", view_func=self._room)
        blueprint.add_url_rule("/page/file", view_func=self._file)
        blueprint.add_url_rule("/page/recording", view_func=self._saved)
        blueprint.add_url_rule("/page/say", view_func=self._say, methods=["POST"])
        blueprint.add_url_rule("/page/edit", view_func=self._edit, methods=["POST"])
        blueprint.add_url_rule("/page/delete", view_func=self._delete, methods=["POST"])
        blueprint.add_url_rule("/page/sample/<name>", view_func=self._sample)
        blueprint.add_url_rule("/page/press", view_func=self._press, methods=["POST"])
        blueprint.add_url_rule("/page/behind", view_func=self._act, methods=["POST"])
        blueprint.add_url_rule("/page/time", view_func=self._time, methods=["POST"])
        blueprint.add_url_rule("/page/panel/<panel>", view_func=self._look, methods=["GET"])
        blueprint.add_url_rule("/page/panel/<panel>", view_func=self._use, methods=["POST"])
        blueprint.register_error_handler(Refused, _refused)
        blueprint.register_error_handler(forms.Invalid, lambda error: _said(str(error), 422))
        blueprint.register_error_handler(TimeoutError, lambda error: _said(BUSY, 503))
        blueprint.register_error_handler(StoreUnavailable, lambda error: _said(ENDED, 409))
        blueprint.after_request(_secured)
        return blueprint

    # What one sees

    def _index(self) -> Response:
        return rendered(
            "page.html",
            bot=self._bot.name,
            ideas=self._ideas,
            panels=tuple(self._panels),
            samples=sample_names(),
            doors=self._doors,
            is_recorded=self._recording is not None,
        )

    def _guarantees(self) -> Response:
        if self._doors:
            raise Refused(404, _("These promises are those of Set Up Now, which does not run here."))
        return rendered("guarantees.html", bot=self._bot.name, promises=promises())

    def _renderer(self) -> Response:
        if not RENDERER.is_file():
            raise Refused(404, _("The card renderer is not installed. Run make install."))
        return send_file(RENDERER, mimetype="text/javascript", max_age=3600)

    def _news(self) -> Response:
        """Answer when there is something new, or after a while."""
        known = request.args.get("since", "")
        since = int(known) if known.isdecimal() else -1
        # Who knows more than there is knows another stage.
        if not self._is_closed and since <= self._world.changes:
            self._world.wait_for_change(since, LONGEST_WAIT)
        if self._is_closed:
            raise Refused(503, _("The playground is stopping."))
        t = asked_texts()
        return jsonify(self.views.news(self._timeline, t) | {"behind": self._behind(t) if self._behind else None})

    def _room(self) -> Response:
        return jsonify(self.views.room(self._somebody(request.args), request.args.get("in", "")))

    def _file(self) -> Response:
        content = self._world.messages.content(self._somebody(request.args), request.args.get("id"))
        answer = Response(content.data, mimetype="application/octet-stream")
        answer.headers["Content-Disposition"] = content.disposition
        return answer

    def _look(self, panel: str) -> Response:
        look, _act = self._panel(panel)
        return jsonify(look(asked_texts()))

    def _sample(self, name: str) -> Response:
        today = self._world.now().astimezone(self._zone).date()
        return Response(sample(name, today), mimetype="application/octet-stream")

    def _saved(self) -> Response:
        if self._recording is None:
            raise Refused(404, _("Nothing is recorded here."))
        answer = Response(self._recording(), mimetype="application/yaml")
        answer.headers["Content-Disposition"] = f"attachment; filename={RECORDING}"
        return answer

    # What one does

    def _say(self) -> Response:
        sent = _sent()
        person = self._somebody(sent)
        mentions = [self._bot] if sent.get("mention") else []
        place = self.views.place(person, str(sent.get("in")))
        parent = self._world.messages.seen_by(person, sent["parent"]) if sent.get("parent") else None
        file = _upload(sent.get("file"))
        self._world.says(person, place, str(sent.get("text", "")), mentions=mentions, parent=parent, file=file)
        return _done()

    def _edit(self) -> Response:
        sent = _sent()
        person = self._somebody(sent)
        message = self._world.messages.seen_by(person, sent.get("message"))
        self._world.edits(person, message, str(sent.get("text", "")))
        return _done()

    def _delete(self) -> Response:
        sent = _sent()
        person = self._somebody(sent)
        self._world.deletes(person, self._world.messages.seen_by(person, sent.get("message")))
        return _done()

    def _press(self) -> Response:
        sent = _sent()
        person = self._somebody(sent)
        message = self._world.messages.seen_by(person, sent.get("message"))
        inputs: dict[str, Any] = dict(sent.get("inputs") or {})
        self._world.presses(person, message, str(sent.get("title")), inputs, nth=int(sent.get("nth", 0)))
        return _done()

    def _act(self) -> Response:
        if self._act_behind is None:
            raise Refused(404, _("Nobody stands behind the orders here."))
        sent = _sent()
        self._act_behind(str(sent.get("order")), str(sent.get("does")))
        return _done()

    def _use(self, panel: str) -> Response:
        _look, act = self._panel(panel)
        act(_sent())
        return _done()

    def _panel(self, panel: str) -> Panel:
        if panel not in self._panels:
            raise Refused(404, _("There is no such panel here."))
        return self._panels[panel]

    def _time(self) -> Response:
        timeline = self._timeline
        if timeline is None:
            raise Refused(503, _("The stage is still being set."))
        by = STEPS.get(str(_sent().get("by")))
        timeline.by(by) if by else timeline.to_next()
        return _done()

    def _somebody(self, given: Any) -> Person:
        person = self._world.people.at(str(given.get("as", "")))
        if person.is_bot:
            raise Refused(404, NO_PERSON)
        return person


def _sent() -> Json:
    """Return the JSON object that was sent. Another site's form cannot send one, so it cannot act here."""
    sent = request.get_json(silent=True) if request.mimetype == "application/json" else None
    if not isinstance(sent, dict):
        raise Refused(400, "The body should be a JSON object.")
    return sent


def _upload(given: Any) -> Upload | None:
    if not given:
        return None
    try:
        return Upload(str(given["name"]), base64.b64decode(given["data"], validate=True))
    except (KeyError, TypeError, binascii.Error):
        raise Refused(400, _("The file cannot be read.")) from None


def _done() -> Response:
    return Response(status=204)


def _said(words: str, status: int) -> Response:
    answer = jsonify(message=asked_texts()(words))
    answer.status_code = status
    return answer


def _refused(refused: Refused) -> Response:
    return _said(refused.message, refused.status)


def _secured(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "no-referrer")
    if not request.path.endswith("renderer.js"):
        answer.headers["Cache-Control"] = "no-store"
    return answer
