/* Everything here only adds to pages that work without it. */
"use strict";

/* Search: htmx brings the first hits under the box while somebody types; Escape or a click elsewhere takes them away. */
(function () {
  function hide(inside) {
    for (const list of document.querySelectorAll(".fw-typed")) {
      if (!inside || !list.parentElement.contains(inside)) list.replaceChildren();
    }
  }
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
  document.addEventListener("click", function (event) { hide(event.target); });
})();

/* A form that came back with problems: go to them. */
(function () {
  const summary = document.querySelector(".nhsuk-error-summary");
  if (summary) summary.focus();
})();

/* Passkeys: say it on the page when a browser cannot. */
document.addEventListener("allauth.error", function (event) {
  const place = document.getElementById("passkey-problem");
  if (!place) return;
  event.preventDefault();
  place.textContent = "The passkey was not used: it was stopped, or this browser or address does not allow passkeys.";
});

/* Review: single keys, only while the focus is in the form that has them; Enter held down decides once. */
for (const form of document.querySelectorAll("form[data-keys]")) {
  form.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.repeat) event.preventDefault();
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
    if (event.target.matches("select, textarea, input:not([type=checkbox], [type=radio])")) return;
    const found = form.querySelector('[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (!found) return;
    event.preventDefault();
    found.click();
  });
}
