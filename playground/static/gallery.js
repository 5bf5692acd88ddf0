// The gallery: every card in every state, language and scheme, drawn as it comes into view.

import { drawCard } from "./card.js";
import { element } from "./dom.js";

const place = document.getElementById("cards");
const choice = document.getElementById("choice");
const NEARLY_FULL = 0.8;
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
  const [languages, schemes] = [chosen.getAll("language"), chosen.getAll("scheme")];
  const shown = cards.filter((each) => each.name.toLowerCase().includes(words));
  place.style.setProperty("--width", chosen.get("width"));
  place.replaceChildren(...shown.map((each) => row(each, languages, schemes)));
  document.getElementById("count").textContent = `${shown.length} of ${cards.length} cards; Webex takes ${limit} bytes.`;
}

function row({ name, drawn }, languages, schemes) {
  const figures = languages.flatMap((language) => schemes.map((scheme) => figure(name, drawn[language], language, scheme)));
  const made = element("section", { "aria-label": name },
    element("h2", {}, name), element("div", { class: "row", tabindex: "0", role: "group", "aria-label": `${name}, side by side` }, ...figures));
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
  const made = element("figure", { class: scheme, "aria-label": `${name}, ${language}, ${scheme}` },
    element("figcaption", {}, element("span", {}, `${language} · ${scheme}`),
      element("span", { class: isLarge ? "large" : "" }, `${bytes} bytes, ${Math.round((100 * bytes) / limit)} %`)));
  made.draw = () => {
    made.append(element("div", { lang: language }, drawCard(card, text, () => {}, scheme === "dark")));
    if (findings) made.append(element("p", { class: "findings" }, findings));
  };
  return made;
}

choice.addEventListener("input", show);
choice.addEventListener("submit", (event) => event.preventDefault());
show();
