"""The pictures of the README and the guides, taken in Chromium: `make pictures`.

Beside them stands what each was made from, as a digest of words, cards and style, and not of pixels: letters are drawn
otherwise on each machine. A test compares the digests, so that a picture that shows what was is found.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import click
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.language.folders import LANGUAGES
from bot.language.texts import texts
from playground.demo import scenes
from playground.demo.ideas import IDEAS
from playground.demo.stage import open_scene
from playground.recordings.player import Player
from playground.recordings.recording import Recording, read
from playground.serving import serve
from tests.browser.chromium import launch
from tests.cards.gallery import everything
from tools.gallery import gallery

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
MADE_FROM = PICTURES / "made-from.json"
STATIC, TEMPLATES = ROOT / "playground" / "static", ROOT / "playground" / "templates"
RECORDINGS = ROOT / "tests" / "recordings"

STYLE_OF_CARDS = ("theme.css", "cards.css", "card.js", "look.js", "markdown.js")
STYLE_OF_THE_PAGE = (*STYLE_OF_CARDS, "page.css", "message.js", "pane.js", "people.js", "words.js")
# What somebody meets first, is asked, and confirms.
CARDS = ("start", "role", "review")
WIDTH = 400
SHOWN_ACTS = {"english": 6, "arabic": 3}

DRAW = """async ({cards, language, width, isRightToLeft}) => {
    const { drawCard } = await import("/static/card.js");
    const row = document.createElement("div");
    row.id = "picture";
    row.lang = language;
    row.style.cssText = "display: flex; gap: 20px; align-items: start; width: max-content; padding: 16px";
    if (isRightToLeft) row.style.flexDirection = "row-reverse";
    for (const { card, text } of cards) {
        const drawn = drawCard(card, text, () => {}, false);
        drawn.style.width = `${width}px`;
        row.append(drawn);
    }
    document.body.replaceChildren(row);
}"""


@dataclass(frozen=True)
class View:
    """How somebody looks at the page."""

    width: int = 1400
    height: int = 860
    scheme: Literal["light", "dark"] = "light"
    letters: float = 1


# What a visitor sees on a desk, in either scheme, and on a phone, where two conversations would be too small to read.
VIEWS = {
    "conversation.png": View(),
    "conversation.dark.png": View(scheme="dark"),
    "conversation.phone.png": View(390, 960, letters=2),
}


@dataclass(frozen=True)
class Picture:
    """A picture of the documents: what it is made from, and how it is taken."""

    name: str
    made_from: Callable[[], Sequence[str]]
    take: Callable[[Browser, Path], None]

    @property
    def path(self) -> Path:
        return PICTURES / self.name

    def digest(self) -> str:
        """Return what it is made from, as one word."""
        return sha256("\n".join(self.made_from()).encode()).hexdigest()[:16]


def stale() -> list[str]:
    """Return the pictures that show what was, or are not there."""
    known: Mapping[str, str] = json.loads(MADE_FROM.read_text(encoding="utf-8")) if MADE_FROM.exists() else {}
    return [each.name for each in pictures() if known.get(each.name) != each.digest() or not each.path.exists()]


def pictures() -> list[Picture]:
    """Return all of them."""
    cards = [Picture(f"cards.{language}.png", of_cards(language), take_cards(language)) for language in LANGUAGES]
    return [*(Picture(name, of_the_conversation, take_the_conversation(view)) for name, view in VIEWS.items()), *cards]


# The page, with two people in it


def of_the_conversation() -> list[str]:
    shown = [str(beginning(name).lines) for name in SHOWN_ACTS]
    pages = [(TEMPLATES / each).read_text(encoding="utf-8") for each in ("base.html", "page.html")]
    return [*shown, str(IDEAS), *pages, *style(STYLE_OF_THE_PAGE)]


def beginning(name: str) -> Recording:
    """Return the first acts of the recorded order in a language, with what was answered."""
    recorded = read(RECORDINGS / f"a-whole-order-in-{name}.yaml")
    first_left_out = recorded.acts[SHOWN_ACTS[name]]
    lines = recorded.lines[: recorded.lines.index(first_left_out)]
    return replace(recorded, lines=lines, scene=recorded.scene.model_copy(update={"ends": recorded.scene.opens}))


def take_the_conversation(view: View) -> Callable[[Browser, Path], None]:
    def take(browser: Browser, path: Path) -> None:
        english, arabic = (beginning(name) for name in SHOWN_ACTS)
        with open_scene(opens=english.scene.opens, by_hand=True) as stage:
            for each in (english, arabic):
                Player(stage, each).plays()
            with opened(browser, stage.page_url, view) as page:
                expect(page.locator(".pane-about")).to_contain_text(scenes.ANN.name)
                if page.get_by_role("button", name="Side by side").is_visible():
                    show_omar_beside(page)
                else:
                    page.get_by_role("button", name="Try", exact=True).click()
                    page.get_by_role("log").evaluate("each => each.scrollTo(0, each.scrollHeight)")
                page.mouse.move(0, 0)
                page.screenshot(path=path)

    return take


def show_omar_beside(page: Page) -> None:
    page.get_by_role("button", name="Side by side").click()
    page.get_by_role("navigation").get_by_role("button", name=scenes.OMAR.name).click()
    expect(page.locator(".pane-about").last).to_contain_text(scenes.OMAR.name)


# Cards side by side


def of_cards(language: str) -> Callable[[], list[str]]:
    return lambda: [*map(json.dumps, map(without_data, cards_in(language))), *style(STYLE_OF_CARDS)]


def take_cards(language: str) -> Callable[[Browser, Path], None]:
    def take(browser: Browser, path: Path) -> None:
        with serve(gallery("start")) as server, opened(browser, server.url, View(width=1500)) as page:
            what = {"cards": cards_in(language), "isRightToLeft": texts(language).is_right_to_left}
            page.evaluate(DRAW, {**what, "language": language, "width": WIDTH})
            page.locator("#picture").screenshot(path=path)

    return take


def cards_in(language: str) -> list[dict[str, Any]]:
    """Return the cards of the picture in a language; of those with a number the first."""
    made = everything(texts(language))
    chosen = [next(made[name] for name in made if name.partition(" ")[0] == each or name == each) for each in CARDS]
    return [{"card": each.card, "text": each.text} for each in chosen]


def without_data(node: Any) -> Any:
    """Return a card without what its buttons carry: that is not seen."""
    if isinstance(node, list):
        return [without_data(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {name: without_data(value) for name, value in node.items() if name != "data"}


# Inside


def style(files: Sequence[str]) -> list[str]:
    """Return how it is drawn: our own files, and which renderer draws the cards."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    renderer = str(packages["node_modules/adaptivecards"]["version"])
    return [renderer, *((STATIC / each).read_text(encoding="utf-8") for each in files)]


@contextmanager
def opened(browser: Browser, url: str, view: View) -> Iterator[Page]:
    look: Any = {
        "viewport": {"width": view.width, "height": view.height},
        "color_scheme": view.scheme,
        "device_scale_factor": view.letters,
    }
    with browser.new_context(**look, locale="en-GB", timezone_id="UTC") as context:
        page = context.new_page()
        page.goto(url)
        page.wait_for_load_state("load")
        yield page


@click.command()
@click.option("--all", "everything_anew", is_flag=True, help="Take those anew as well that show what is.")
def main(everything_anew: bool) -> None:
    """Take the pictures that show what was, in Chromium."""
    PICTURES.mkdir(exist_ok=True)
    wanted = [each for each in pictures() if everything_anew or each.name in stale()]
    with sync_playwright() as playwright, launch(playwright) as browser:
        for each in wanted:
            each.take(browser, each.path)
            click.echo(f"Taken: {each.path.relative_to(ROOT)}")
    made_from = {each.name: each.digest() for each in pictures()}
    MADE_FROM.write_text(json.dumps(made_from, indent=2) + "\n", encoding="utf-8")
    click.echo(f"{len(wanted)} of {len(made_from)} taken anew.")


if __name__ == "__main__":
    main()
