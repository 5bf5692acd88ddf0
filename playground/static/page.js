// The page: who one is, which conversations are open, and the news that keeps them up to date.

import { showBehind } from "./behind.js";
import "./calendar.js";
import { showClock } from "./clock.js";
import { keep, kept } from "./drafts.js";
import "./faults.js";
import { openMenu } from "./menu.js";
import { Pane } from "./pane.js";
import { showPeople } from "./people.js";
import { ask } from "./server.js";
import { isBegun, isOffered, isTurnOf, offerTries } from "./tries.js";
import { complain, reporting } from "./trouble.js";
import { pageLanguage, say } from "./words.js";

const PAUSE = 1500;
const BESIDE = "beside";
const panes = [];
let active = 0;
let people = [];
let stage = null;

function personAt(place) {
  return people.find((each) => each.email === place.as) || people[0];
}

// Whoever reads what the page is read in; else the first.
function firstOf(everybody) {
  return everybody.find((each) => each.language === pageLanguage) ?? everybody[0];
}

function placeInAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const place = { as: given.get("as"), in: given.get("in") || "bot", message: given.get("message") };
  return people.some((each) => each.email === place.as) ? place : { as: firstOf(people).email, in: "bot" };
}

const open = reporting(async (place, index, isStep = false) => {
  const { message, ...where } = place;
  if (index === 0) remember(`#${new URLSearchParams(where)}`, isStep);
  await panes[index].turnTo(where, personAt(where));
  keepArrangement();
  if (message) panes[index].pointAt(message);
  if (index === active) isTurnOf(panes[active].place.as);
  showWhoIsShown();
});

async function take({ as, inTheSpace, types, attaches, opens }) {
  const person = people.find((each) => each.email === as);
  const turning = choose({ as, in: inTheSpace ? person.rooms.at(-1).key : "bot" });
  // On a phone what unfolds stands in the menu, and comes into view there.
  if (opens) openMenu();
  await turning;
  const { composer } = panes[active];
  if (types || isOffered(composer.text.value)) composer.offer(types);
  if (attaches) await composer.attachSample(attaches);
}

// A step from one conversation to another is one that the browser's Back takes back.
function remember(address, isStep) {
  if (isStep && address !== location.hash) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

function choose(place) {
  openMenu(false);
  return open(place, active, true);
}

function activate(pane) {
  if (panes.indexOf(pane) === active || !panes.includes(pane)) return;
  active = panes.indexOf(pane);
  isTurnOf(pane.place.as);
  panes.forEach((each, index) => each.section.classList.toggle("active", index === active));
  showPeople(people, panes[active].place, choose);
}

function addPane(place) {
  const pane = new Pane({ place, chosen: () => activate(pane), closed: () => close(pane), acted: isBegun });
  panes.push(pane);
  document.getElementById("panes").append(pane.section);
  arrange();
  return open(place, panes.length - 1);
}

// Somebody who is not shown yet: a representative in their space first, whom most of the others are waiting for.
function somebodyElse() {
  const shown = panes.map((each) => each.place.as);
  const others = people.filter((each) => !shown.includes(each.email));
  return others.find((each) => each.rooms.length > 1) || others[0];
}

async function showAnother() {
  const { email, rooms } = somebodyElse();
  const opening = addPane({ as: email, in: rooms.at(-1).key });
  // At once: whoever is chosen next is meant to stand there.
  activate(panes.at(-1));
  await opening;
  panes.at(-1).section.scrollIntoView({ inline: "end" });
  panes.forEach((each) => each.toTheEnd());
}

function close(pane) {
  panes.splice(panes.indexOf(pane), 1)[0].section.remove();
  keepArrangement();
  active = 0;
  panes[0].section.classList.add("active");
  arrange();
  panes[0].form.text.focus();
}

function arrange() {
  document.body.classList.toggle("many-panes", panes.length > 1);
  panes.forEach((each) => { each.section.querySelector(".close").hidden = panes.length < 2; });
  showWhoIsShown();
}

function showWhoIsShown() {
  showPeople(people, panes[active].place, choose);
  document.getElementById("beside").disabled = !somebodyElse();
}

// The first conversation stands in the address; those beside it come back when the page is loaded again.
function keepArrangement() {
  keep(BESIDE, panes.slice(1).map((each) => each.place));
}

async function arrangeAsKept() {
  const beside = kept(BESIDE) ?? [];
  await addPane(placeInAddress());
  for (const place of beside) if (people.some((each) => each.email === place.as)) await addPane(place);
}

async function show(news) {
  // Another stage than before: the playground was started anew, and nothing here is true any more.
  if (stage && stage !== news.stage) location.reload();
  stage = news.stage;
  people = news.people;
  showClock(news.clock);
  showBehind(news.behind);
  if (!panes.length) await arrangeAsKept();
  else await Promise.all(panes.map((pane) => pane.refresh()));
  showWhoIsShown();
}

// A hidden window asks for nothing: browsers allow few open calls to one place.
function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}

async function follow() {
  let since = -1;
  for (;;) {
    await visible();
    try {
      const news = await ask("/page/news", { since });
      await show(news);
      since = news.changes;
    } catch (error) {
      complain(error instanceof TypeError ? new Error(say("The playground does not answer. Is it still running?")) : error);
      await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    }
  }
}

offerTries(take);
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  panes[active]?.form.text.focus();
});
document.getElementById("beside").addEventListener("click", reporting(showAnother));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => panes.forEach((each) => each.drawAnew()));
window.addEventListener("hashchange", () => {
  openMenu(false);
  open(placeInAddress(), 0);
});

follow();
