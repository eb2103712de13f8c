// The desk beyond gradio: what is being written outlives the session, and an ended session leads to the sign-in page.
"use strict";

(() => {
  const FIELDS = ["correction", "comment"];
  const area = (field) => document.querySelector(`#${field} textarea`);
  const shown = () => document.querySelector("#case")?.dataset.item ?? "";
  const key = (item, field) => `desk ${item} ${field}`;

  // What a person types is kept until it is sent; what the page itself puts there is not.
  document.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    for (const field of FIELDS) {
      if (event.target === area(field) && shown()) sessionStorage.setItem(key(shown(), field), event.target.value);
    }
  });

  function bringBack(item) {
    for (const field of FIELDS) {
      const kept = sessionStorage.getItem(key(item, field));
      if (kept === null || !area(field) || area(field).value === kept) continue;
      area(field).value = kept;
      area(field).dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // The address is that of the case, so that a reload or the way back from signing in opens it again.
  let followed = "";
  let settled = "";
  function follow() {
    const title = document.documentElement.lang === "en" ? "Review desk" : "审核台";
    if (document.title !== title) document.title = title;
    forgetWhatIsDone();
    const item = shown();
    const state = `${item} ${document.querySelector("#case")?.dataset.version} ${area("correction") ? 1 : 0}`;
    if (!item || state === followed) return;
    followed = state;
    const address = new URL(location.href);
    address.search = new URLSearchParams({ item }).toString();
    history.replaceState(history.state, "", address);
    // Gradio fills the fields after the case stands there.
    setTimeout(() => bringBack(item), 100);
  }

  function forgetWhatIsDone() {
    const told = document.querySelector("#told .told");
    const done = told?.dataset.done ?? "";
    if (told === settled) return;
    settled = told;
    if (done) sessionStorage.removeItem(`desk ${done}`);
  }

  // A citation opens in the frame beside the case.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#case a, #chosen a");
    if (link?.pathname === "/read") link.target = "document";
  }, true);

  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    const reply = await fetched(...asked);
    if (reply.status === 401 && new URL(reply.url).pathname.startsWith("/staff/")) {
      location.assign(`/staff/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`);
    }
    return reply;
  };

  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-version", "data-item"] });
})();
