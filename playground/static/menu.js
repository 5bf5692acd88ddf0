// The menu, in which people and panels stand where the window is narrow.

const button = document.getElementById("menu");
const inside = document.getElementById("people");
const isOpen = () => document.body.classList.contains("menu-open");

export function openMenu(willBe = true) {
  // Whoever chose something in it would have the focus nowhere.
  if (isOpen() && !willBe && inside.contains(document.activeElement)) button.focus();
  document.body.classList.toggle("menu-open", willBe);
  button.setAttribute("aria-expanded", String(willBe));
}

button.addEventListener("click", () => openMenu(!isOpen()));
inside.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !isOpen()) return;
  openMenu(false);
});
