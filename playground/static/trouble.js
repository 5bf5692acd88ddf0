// Trouble: tells what went wrong, for a while.

let timer;

export function complain(error) {
  const place = document.getElementById("trouble");
  place.textContent = error.message || String(error);
  place.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { place.hidden = true; }, 8000);
}

export function reporting(act) {
  return async (...given) => {
    try {
      return await act(...given);
    } catch (error) {
      complain(error);
      return undefined;
    }
  };
}
