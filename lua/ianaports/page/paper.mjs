// Print. While the page is printed, `paper` is a class of its root, and its colours are light.

/** Calls `show(true)` before the page is printed, and `show(false)` afterwards. */
export function onPaper(show) {
  let isPaper = false;
  const change = (wanted) => {
    if (wanted !== isPaper) {
      isPaper = wanted;
      document.documentElement.classList.toggle("paper", wanted);
      show(wanted);
    }
  };
  addEventListener("beforeprint", () => change(true));
  addEventListener("afterprint", () => change(false));
  matchMedia("print").addEventListener("change", ({ matches }) => change(matches));
}
