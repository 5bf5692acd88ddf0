// A panel that unfolds: it asks for what it shows while it is open, and for nothing while it is not.

import { reporting } from "./trouble.js";

const PACE = 1000;

export function whileOpen(details, refresh) {
  let timer = null;
  const look = reporting(refresh);
  const turn = async () => {
    if (!document.hidden) await look();
    if (details.open) timer = setTimeout(turn, PACE);
  };
  const turned = async () => {
    clearTimeout(timer);
    if (!details.open) return;
    await turn();
    details.scrollIntoView({ block: "start" });
  };
  details.addEventListener("toggle", turned);
  // Somebody may have unfolded it before its script was there.
  turned();
  return look;
}
