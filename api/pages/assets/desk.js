import { initAll } from "./govuk-frontend.min.js";

initAll();

const IDLE_MS = Number(document.body.dataset.idleMinutes || 15) * 60 * 1000;
const WARNED_MS = 2 * 60 * 1000;

// However somebody leaves at once, the page is blank by then; in the history too what
// follows takes its place, so nothing leads back to it.
const exit = document.querySelector(".govuk-js-exit-this-page-button");
if (exit) {
  const hidden = "govuk-exit-this-page-hide-content";
  new MutationObserver(() => {
    if (document.body.classList.contains(hidden)) {
      window.location.replace(exit.href);
    }
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
}

const dialog = document.getElementById("time-out");
if (dialog && document.body.dataset.signedIn) {
  let timer = 0;
  const wait = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => dialog.showModal(), IDLE_MS - WARNED_MS);
  };
  document.getElementById("time-out-stay").addEventListener("click", async () => {
    const answer = await fetch("/desk/still-here", { credentials: "same-origin" });
    dialog.close();
    if (answer.ok) {
      wait();
    } else {
      window.location.replace("/desk/sign-in");
    }
  });
  wait();
}

// A round that is being worked: the page is asked for anew when it has gone on. After
// ten minutes it asks no more, so that a desk at which nobody sits is signed out.
const WATCHED_MS = 10 * 60 * 1000;
const working = document.getElementById("working");
if (working && "EventSource" in window) {
  const events = new EventSource(working.dataset.progress);
  window.setTimeout(() => events.close(), WATCHED_MS);
  events.onmessage = (event) => {
    if (event.data !== working.dataset.stage) {
      events.close();
      window.location.reload();
    }
  };
}
