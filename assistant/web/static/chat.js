// The chat page beyond gradio: a citation mark opens its evidence; answers are copied, shared, kept and judged.
"use strict";

(() => {
  const panel = () => document.querySelector("#evidence");
  const room = () => document.querySelector("#evidence-panel");
  const narrow = window.matchMedia("(max-width: 800px)");
  const MOST_TURNS = 6; // what an answer may refer back to, and what the server asks again
  let openedBy = null;

  // The evidence of each answer lies in a template beside it; the panel shows that of one at a time.
  function showEvidenceOf(answer) {
    const kept = answer?.querySelector("template.evidence-of");
    panel().replaceChildren(...(kept ? [kept.content.cloneNode(true)] : []));
    document.querySelector("#no-evidence").hidden = Boolean(kept);
    panel().querySelectorAll(".source").forEach(bringIntoView);
  }

  function showEvidence(answer, source, mark) {
    if (!document.getElementById(source)) showEvidenceOf(answer);
    const article = document.getElementById(source);
    document.querySelectorAll(".source.current").forEach((other) => other.classList.remove("current"));
    article.classList.add("current");
    openSheet(mark);
    article.focus({ preventScroll: true });
    room().scrollTop += article.getBoundingClientRect().top - room().getBoundingClientRect().top - 56;
    bringIntoView(article);
  }

  // A wide table is scrolled sideways to its marked cell.
  function bringIntoView(article) {
    const cell = article.querySelector("td mark") ?? article.querySelector("th mark");
    const frame = cell?.closest(".sideways");
    if (!frame) return;
    const [inner, outer] = [cell.getBoundingClientRect(), frame.getBoundingClientRect()];
    if (inner.right > outer.right - 8) frame.scrollLeft += inner.left - outer.left - frame.clientWidth / 2;
  }

  // On a narrow screen the evidence is a sheet over the page, which waits behind it.
  function openSheet(mark) {
    openedBy = mark;
    if (!narrow.matches) return;
    room().classList.add("open");
    room().setAttribute("role", "dialog");
    room().setAttribute("aria-modal", "true");
    room().setAttribute("aria-labelledby", "evidence-title");
    behind().forEach((part) => { part.inert = true; });
  }

  function closeSheet() {
    room().classList.remove("open");
    ["role", "aria-modal", "aria-labelledby"].forEach((name) => room().removeAttribute(name));
    behind().forEach((part) => { part.inert = false; });
    openedBy?.focus();
    openedBy = null;
  }

  const behind = () => document.querySelectorAll("header.site, .talk");
  const isOpen = () => Boolean(room()?.classList.contains("open"));

  async function copy(button, text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      copyThroughSelection(text); // without https, or in a browser that asks and is refused
    }
    tell(button, button.dataset.done);
  }

  function copyThroughSelection(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "hidden-text";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  function linkOf(answer) {
    const link = new URL("/", location.href);
    const shown = new URLSearchParams(location.search).get("document");
    if (shown) link.searchParams.set("document", shown);
    for (const turn of turnsOf(answer).slice(-MOST_TURNS)) link.searchParams.append("q", turn);
    return link.href;
  }

  const turnsOf = (answer) => JSON.parse(answer.dataset.turns);

  function tell(element, text) {
    element.closest(".answer").querySelector(".told").textContent = text;
  }

  const asked = (answer) => ({ turns: turnsOf(answer), document: answer.dataset.document });

  // The reply, or null where the server was not reached.
  function post(address, body) {
    const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    return fetch(address, sent).catch(() => null);
  }

  // The receipt of an answer, saved under the name that the server gives it.
  async function saveReceipt(button, answer) {
    button.disabled = true;
    const reply = await post("/api/receipt", asked(answer));
    button.disabled = false;
    if (!reply?.ok) return tell(button, button.dataset.failed);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await reply.blob());
    link.download = decodeURIComponent(reply.headers.get("Content-Disposition").split("filename*=UTF-8''")[1]);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    tell(button, button.dataset.done);
  }

  async function judge(answer, right, why) {
    const told = answer.querySelector(".told");
    const sent = await post("/api/feedback", { ...asked(answer), right, why });
    told.textContent = sent?.ok ? told.dataset.thanks : told.dataset.failed;
    if (sent?.ok) {
      answer.querySelector(".right").setAttribute("aria-pressed", String(right));
      answer.querySelector(".wrong").setAttribute("aria-pressed", String(!right));
    }
    return Boolean(sent?.ok);
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("a, button");
    const answer = target?.closest(".answer");
    if (isOpen() && (target?.matches(".close-sheet") || !room().contains(event.target))) closeSheet();
    if (target?.matches(".option, .example") && !narrow.matches) line()?.focus();
    if (target?.matches("a.language") && location.pathname === "/") keepConversation(target);
    if (!answer) return;
    if (target.matches("a.cite") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      showEvidence(answer, target.dataset.source, target);
    }
    if (target.matches(".copy")) copy(target, target.dataset.copy);
    if (target.matches(".share")) copy(target, linkOf(answer));
    if (target.matches(".receipt")) saveReceipt(target, answer);
    if (target.matches(".right")) {
      openWhy(answer, false);
      judge(answer, true, "");
    }
    if (target.matches(".wrong")) openWhy(answer, true);
  });

  function openWhy(answer, open) {
    answer.querySelector(".why").hidden = !open;
    answer.querySelector(".wrong").setAttribute("aria-expanded", String(open));
    if (!open) return;
    answer.querySelector(".why").scrollIntoView({ block: "nearest" });
    answer.querySelector(".why textarea").focus({ preventScroll: true });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest?.(".answer .why");
    if (!form) return;
    event.preventDefault();
    const answer = form.closest(".answer");
    if (await judge(answer, false, form.querySelector("textarea").value)) openWhy(answer, false);
  });

  const line = () => document.querySelector("#question textarea");

  // While one question is being answered, or those of the address are, the next stays in the line.
  let opening = new URLSearchParams(location.search).has("q");
  function answering() {
    opening &&= !document.querySelector("#chat .user-row, #chat .example");
    return opening || Boolean(document.querySelector("#question .stop-button"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stepBack(event.target);
    if (event.key === "Enter" && !event.shiftKey && event.target === line() && answering()) holdBack(event);
  }, true);

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#question .submit-button") && answering()) holdBack(event);
  }, true);

  function holdBack(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  function stepBack(from) {
    const form = from.closest?.(".answer .why");
    if (form) {
      openWhy(form.closest(".answer"), false);
      form.closest(".answer").querySelector(".wrong").focus();
    } else if (isOpen() || room()?.contains(from)) closeSheet();
  }

  // The panel shows the last answer's evidence, and the address is that of the conversation, so that a reload or the
  // way back brings it again.
  let addressed = null;
  function followAnswers() {
    const answers = document.querySelectorAll("#chat .answer[data-turns]");
    const last = answers[answers.length - 1] ?? null;
    if (last === addressed || !panel()) return;
    const fresh = new URL("/", location.href);
    const shown = new URLSearchParams(location.search).get("document");
    if (shown) fresh.searchParams.set("document", shown);
    history.replaceState(history.state, "", last ? linkOf(last) : fresh.href);
    addressed = last;
    showEvidenceOf(last);
  }

  // A new question goes to the top of the conversation, so that its answer is read from the beginning.
  let followed = "";
  function followQuestion() {
    const room = document.querySelector("#chat .bubble-wrap");
    const questions = document.querySelectorAll("#chat .user-row");
    const last = questions[questions.length - 1];
    const state = `${questions.length} ${document.querySelectorAll("#chat .tools").length}`;
    if (!room || !last || state === followed) return;
    followed = state;
    if (narrow.matches) window.scrollBy({ top: last.getBoundingClientRect().top - 12 });
    else room.scrollTop += last.getBoundingClientRect().top - room.getBoundingClientRect().top - 12;
  }
  // What gradio says to screen readers in English only, or wrongly, is said as the page says it.
  function tidy() {
    const title = document.documentElement.lang === "en" ? "Budget Q&A" : "预算公开问答";
    if (document.title !== title) document.title = title;
    document.querySelectorAll("#chat .chart a:not([target])").forEach((link) => {
      link.target = "_blank";
      link.rel = "noopener";
    });
    const log = document.querySelector("#chat [role=log]");
    const name = document.documentElement.lang === "en" ? "Conversation" : "问答记录";
    if (log && log.getAttribute("aria-label") !== name) log.setAttribute("aria-label", name);
    document.querySelectorAll("#chat .examples[role=list]").forEach((list) => list.setAttribute("role", "group"));
    document.querySelectorAll("#chat .example[aria-label]").forEach((example) => example.removeAttribute("aria-label"));
    document.querySelectorAll("#chat [data-testid][aria-label]").forEach((message) => message.removeAttribute("aria-label"));
  }

  new MutationObserver(() => {
    tidy();
    followAnswers();
    followQuestion();
  }).observe(document.documentElement, { childList: true, subtree: true });

  // While the server still loads what it searches by meaning with, the page says so.
  async function sayWhileLoading() {
    const line = document.querySelector("#loading");
    const loading = await fetch("/loading").then((reply) => reply.json()).catch(() => false);
    line.hidden = !loading;
    line.textContent = loading ? line.dataset.loading : "";
    if (loading) setTimeout(sayWhileLoading, 2000);
  }
  document.addEventListener("DOMContentLoaded", sayWhileLoading);

  // The other language shows the same conversation: its questions go along in the address.
  function keepConversation(link) {
    const answers = document.querySelectorAll("#chat .answer[data-turns]");
    const last = answers[answers.length - 1];
    if (!last) return;
    const address = new URL(link.href);
    const back = new URL(linkOf(last));
    address.searchParams.set("back", back.pathname + back.search);
    link.href = address.href;
  }
})();
