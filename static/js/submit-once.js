/** A form that is sent once: a second click within ten seconds does nothing. */
const PAUSE = 10_000;

export default function submitOnce(form) {
  let sentAt = 0;
  form.addEventListener("submit", (event) => {
    const now = Date.now();
    if (event.submitter?.value !== "add" && now - sentAt < PAUSE) {
      event.preventDefault();
      return;
    }
    sentAt = now;
  });
  // Coming back by the browser's own button shows the page as it was left.
  window.addEventListener("pageshow", () => { sentAt = 0; });
}
