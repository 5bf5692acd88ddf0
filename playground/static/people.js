// The people one can be, and their rooms.

import { element, portrait, unreadMark } from "./dom.js";

const list = document.getElementById("cast");

export function showPeople(people, active, choose) {
  const focused = document.activeElement?.dataset?.place;
  list.replaceChildren(...people.map((person) => row(person, active, choose)));
  if (focused) list.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
}

function row(person, active, choose) {
  const isActive = person.email === active.as;
  const first = person.rooms.find((room) => room.unread) || person.rooms.at(-1);
  const open = { as: person.email, in: isActive ? active.in : first.key };
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "person", "data-place": person.email, "aria-current": isActive ? "true" : null, onclick: () => choose(open) },
      portrait(person.name),
      element("span", { class: "who" }, element("b", {}, element("bdi", {}, person.name)), element("small", {}, person.about)),
      unreadMark(person.unread),
    ),
    isActive && person.rooms.length > 1 ? rooms(person, active, choose) : null,
  );
}

function rooms(person, active, choose) {
  return element("ul", { class: "rooms" }, ...person.rooms.map((room) => {
    const isActive = room.key === active.in;
    return element(
      "li",
      {},
      element(
        "button",
        {
          type: "button",
          class: "room",
          "data-place": `${person.email} ${room.key}`,
          "aria-current": isActive ? "true" : null,
          onclick: () => choose({ as: person.email, in: room.key }),
        },
        element("bdi", {}, room.title),
        unreadMark(room.unread),
      ),
    );
  }));
}
