// Keys and selected words. Everything here is also there without script: keys press buttons that stand on the page.
"use strict";

/** The words selected in a text, as they stand in it. */
function selectedWords() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return "";
  const at = selection.getRangeAt(0).commonAncestorContainer;
  const element = at.nodeType === Node.ELEMENT_NODE ? at : at.parentElement;
  return element && element.closest(".source, blockquote") ? selection.toString() : "";
}

/** Puts the selected words into a field. */
function take(field) {
  const words = selectedWords();
  if (words === "") return false;
  field.value = words;
  return true;
}

function isTyping(target) {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && isTyping(event.target)) {
    event.target.blur();
    return;
  }
  if (isTyping(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const field = document.querySelector(`details[open] [data-take="${CSS.escape(key)}"]`);
  if (field && take(field)) {
    event.preventDefault();
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("summary")) {
    const details = target.parentElement;
    details.open = true;
    const words = details.querySelector("[data-words]");
    if (words) take(words);
    const first = details.querySelector("input:not([type=hidden]), select, textarea");
    if (first && !details.querySelector("[data-take]")) first.focus();
  } else {
    target.click();
  }
});

// A form is sent once: a second press while the answer is on its way would decide twice.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "1";
});
// In the queue the next item takes the place of the one before without the page being loaded anew.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form.review")) return;
  event.preventDefault();
  const sent = new URLSearchParams(new FormData(form));
  if (event.submitter?.name) sent.set(event.submitter.name, event.submitter.value);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  // Parsed as a document of its own: nothing in it runs.
  request.responseType = "document";
  request.addEventListener("loadend", () => {
    const next = request.response?.querySelector("main");
    if (!next) {
      location.reload();
      return;
    }
    history.pushState(null, "", request.status < 400 ? request.responseURL : location.href);
    document.title = request.response.title;
    document.querySelector("main").replaceWith(document.adoptNode(next));
    scrollTo(0, 0);
    next.focus();
  });
  request.send(sent);
});
window.addEventListener("popstate", () => location.reload());
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Lists are narrowed as one types.
for (const box of document.querySelectorAll("[data-narrows]")) {
  box.hidden = false;
  box.addEventListener("input", (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const row of document.querySelectorAll(`${box.dataset.narrows} > *`)) {
      row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
    }
  });
}

// The drawn map is moved by dragging and made larger by a double click; Escape shows the whole again.
for (const map of document.querySelectorAll("svg.map")) {
  const whole = map.getAttribute("viewBox");
  let from = null;
  const box = () => map.getAttribute("viewBox").split(" ").map(Number);
  map.addEventListener("pointerdown", (event) => { from = [event.clientX, event.clientY, ...box()]; });
  map.addEventListener("pointermove", (event) => {
    if (!from || event.buttons === 0) return;
    const [x, y, left, top, width, height] = from;
    const scale = width / map.clientWidth;
    map.setAttribute("viewBox", `${left - (event.clientX - x) * scale} ${top - (event.clientY - y) * scale} ${width} ${height}`);
  });
  window.addEventListener("pointerup", () => { from = null; });
  map.addEventListener("dblclick", () => {
    const [left, top, width, height] = box();
    map.setAttribute("viewBox", `${left + width / 4} ${top + height / 4} ${width / 2} ${height / 2}`);
  });
  window.addEventListener("keydown", (event) => { if (event.key === "Escape") map.setAttribute("viewBox", whole); });
}
