// The gallery: every card in every state, language and scheme, drawn as it comes into view.

import { drawCard } from "./card.js";
import { element } from "./dom.js";
import { localeOf, pageLanguage, say } from "./words.js";

const place = document.getElementById("cards");
const choice = document.getElementById("choice");
const NEARLY_FULL = 0.8;
const SCHEMES = { light: say("light"), dark: say("dark") };
const number = new Intl.NumberFormat(localeOf(pageLanguage));
const nameOf = new Intl.DisplayNames(localeOf(pageLanguage), { type: "language" });
const { cards, limit } = await (await fetch("/cards.json")).json();

// A few hundred cards at once would take seconds.
const watcher = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    target.draw();
  }
}, { rootMargin: "800px" });

function show() {
  const chosen = new FormData(choice);
  const words = chosen.get("words").trim().toLowerCase();
  const languages = chosen.getAll("language").sort(ownFirst);
  const schemes = chosen.getAll("scheme");
  const shown = cards.filter((each) => each.name.toLowerCase().includes(words));
  place.style.setProperty("--width", chosen.get("width"));
  place.replaceChildren(...shown.map((each) => row(each, languages, schemes)));
  document.getElementById("count").textContent = say("{shown} of {all} cards; Webex takes {limit} bytes.", { shown: shown.length, all: cards.length, limit: number.format(limit) });
}

// The language of the page before the others.
function ownFirst(one, other) {
  return (other === pageLanguage) - (one === pageLanguage);
}

function row({ name, drawn }, languages, schemes) {
  const figures = languages.flatMap((language) => schemes.map((scheme) => figure(name, drawn[language], language, scheme)));
  const made = element("section", { "aria-label": name },
    element("h2", { lang: "en", dir: "ltr" }, name),
    element("div", { class: "row", tabindex: "0", role: "group", "aria-label": say("{name}, side by side", { name }) }, ...figures));
  made.style.minHeight = "200px";
  made.draw = () => {
    figures.forEach((each) => each.draw());
    made.style.minHeight = "";
  };
  watcher.observe(made);
  return made;
}

function figure(name, { card, text, bytes, findings }, language, scheme) {
  const isLarge = bytes > limit * NEARLY_FULL;
  const kind = `${nameOf.of(language)} · ${SCHEMES[scheme]}`;
  const size = say("{bytes} bytes, {share} %", { bytes: number.format(bytes), share: Math.round((100 * bytes) / limit) });
  const made = element("figure", { class: scheme, "aria-label": `${name} · ${kind}` },
    element("figcaption", {}, element("span", {}, kind), element("span", { class: isLarge ? "large" : "" }, size)));
  made.draw = () => {
    made.append(element("div", { lang: language }, drawCard(card, text, () => {}, scheme === "dark")));
    if (findings) made.append(element("p", { class: "findings", lang: "en", dir: "ltr" }, findings));
  };
  return made;
}

choice.addEventListener("input", show);
choice.addEventListener("submit", (event) => event.preventDefault());
show();
