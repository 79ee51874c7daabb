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
