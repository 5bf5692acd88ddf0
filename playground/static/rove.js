// Roving: the tab key stops at one message, the newest unless another was chosen; arrow keys go from one to the next.

const CONTROLS = "a[href], button, input, select, textarea, [tabindex]";

export class Rove {
  constructor(list) {
    this.list = list;
    this.current = null;
    list.addEventListener("focusin", (event) => this.turnTo(event.target.closest(".message")));
    list.addEventListener("keydown", (event) => this.pressed(event));
  }

  // Something was drawn: the newest message is the one to stop at, unless somebody is in another.
  drawn() {
    const isElsewhere = this.current?.isConnected && this.current.contains(document.activeElement);
    const chosen = isElsewhere ? this.current : this.messages().at(-1);
    this.messages().forEach((each) => { if (each !== chosen) passOver(each); });
    this.current = null;
    this.turnTo(chosen);
  }

  turnTo(message) {
    if (!message || message === this.current) return;
    if (this.current) passOver(this.current);
    this.current = message;
    message.querySelectorAll("[data-passed-over]").forEach((each) => {
      if (each.dataset.passedOver) each.setAttribute("tabindex", each.dataset.passedOver);
      else each.removeAttribute("tabindex");
      delete each.dataset.passedOver;
    });
  }

  messages() {
    return [...this.list.querySelectorAll(".message")];
  }

  pressed(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const isInside = event.target !== this.list && !event.target.classList.contains("message");
    // Out of a card, to where the arrow keys lead on.
    if (isInside && event.key === "Escape") event.target.closest(".message").focus();
    if (!step || isInside) return;
    const all = this.messages();
    const from = event.target === this.list ? all.length - (step < 0 ? 0 : 1) : all.indexOf(event.target);
    const next = all[from + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

function passOver(message) {
  message.querySelectorAll(CONTROLS).forEach((each) => {
    if ("passedOver" in each.dataset) return;
    each.dataset.passedOver = each.getAttribute("tabindex") ?? "";
    each.setAttribute("tabindex", "-1");
  });
}
