// Says, before anything is painted, that scripts run here; the styles read it.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
// A page that comes back from the browser's own memory is asked for anew.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.body.hidden = true;
    window.location.reload();
  }
});
// Shift three times in five seconds leaves, also while the other scripts are still on
// their way; any other key between begins the count anew.
let presses = 0;
let reset = 0;
window.addEventListener("keyup", (event) => {
  presses = event.key === "Shift" ? presses + 1 : 0;
  window.clearTimeout(reset);
  reset = window.setTimeout(() => (presses = 0), 5000);
  if (presses === 3 && document.querySelector(".govuk-js-exit-this-page-button")) {
    document.body.hidden = true;
    window.location.replace("/desk/exit");
  }
});
