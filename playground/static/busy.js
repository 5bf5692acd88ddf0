// While something is being done its buttons do nothing more. They keep the focus, which one that is disabled would lose.

const isBusy = (button) => button.getAttribute("aria-disabled") === "true";

export async function whileBusy(buttons, act) {
  const all = [...buttons];
  if (all.some(isBusy)) return;
  all.forEach((each) => each.setAttribute("aria-disabled", "true"));
  try {
    await act();
  } finally {
    all.forEach((each) => each.removeAttribute("aria-disabled"));
  }
}
