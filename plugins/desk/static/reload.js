// The open page follows the preview: it reloads when a build has changed it, stays where it was, and
// says what stops a build. The server adds this to pages that it shows; it is in no file of the site.
const own = document.querySelector("script[data-desk]");
const place = `desk:${location.pathname}`;
// What moves with the text; a table of contents may stay in the window while one scrolls.
const blocksOf = () =>
  [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, pre, figure, table)")].filter(
    (block) => !block.closest(".contents, .footnote"),
  );

const fetchPage = async (address) => {
  const answer = await fetch(address, { cache: "no-store" });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

// An element by what it is and which of its equals: text that has grown before it changes neither.
const equals = ({ tag, id, html }) =>
  [...document.querySelectorAll(tag)].filter((one) => (id ? one.id === id : one.outerHTML === html));

const identify = (element) => {
  if (!element || element === document.body) return null;
  const identity = { tag: element.localName, id: element.id, html: element.outerHTML };
  return { ...identity, nth: equals(identity).indexOf(element) };
};

// The block at the top of the window: what the author looks at stays there, whatever grew above it.
const anchor = () => {
  const blocks = blocksOf();
  const index = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 0);
  if (index < 0) return {};
  return { index, text: blocks[index].textContent, offset: blocks[index].getBoundingClientRect().top };
};

const keep = () => {
  const kept = {
    ...anchor(),
    top: scrollY,
    focus: identify(document.activeElement),
    open: [...document.querySelectorAll(".desk details[open]")].map((one) => one.id),
  };
  sessionStorage.setItem(place, JSON.stringify(kept));
  // Chromium would scroll to what has the same number now, not to what is the same.
  history.scrollRestoration = "manual";
};

const scrollBack = ({ index, text, offset, top }) => {
  if (!top) return;
  const blocks = blocksOf();
  const same = blocks.filter((block) => block.textContent === text);
  same.sort((a, b) => Math.abs(blocks.indexOf(a) - index) - Math.abs(blocks.indexOf(b) - index));
  const found = same[0] ?? blocks[index];
  const wanted = found ? scrollY + found.getBoundingClientRect().top - offset : top;
  scrollTo({ top: wanted, behavior: "instant" });
};

const restore = async () => {
  const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
  sessionStorage.removeItem(place);
  if (!kept) return;
  scrollBack(kept);
  if (kept.focus) equals(kept.focus)[kept.focus.nth]?.focus({ preventScroll: true });
  const more = document.querySelector(".desk__more");
  if (more && kept.open.includes(more.id)) {
    more.open = true;
    await fill(more);
    for (const id of kept.open) document.getElementById(id)?.setAttribute("open", "");
  }
  // Left to Chromium before the page is whole, it would scroll to the same number after all.
  addEventListener("load", () => setTimeout(() => (history.scrollRestoration = "auto"), 500), {
    once: true,
  });
  // Again once pictures and fonts are there, unless the author has moved on.
  const here = scrollY;
  addEventListener("load", () => Math.abs(scrollY - here) < 2 && scrollBack(kept), { once: true });
};

// The panel's content comes when it is opened: pages stay as quick as they are for readers.
const fill = async (more) => {
  const body = more.querySelector(".desk__body");
  if (more.dataset.filled) return;
  more.dataset.filled = "yes";
  const panel = await fetchPage(more.dataset.deskPanel);
  const content = panel.querySelector("[data-desk-content]");
  if (!content) return;
  body.replaceChildren(...content.childNodes);
  const later = body.querySelector("[data-desk-later]");
  const proof = (await fetchPage(later.dataset.deskLater)).querySelector("[data-desk-content]");
  if (!proof) return;
  later.replaceChildren(...proof.childNodes);
  // The badge counted what the build says; now the proofreader has spoken, too.
  const badge = more.querySelector(".desk__badge");
  badge.textContent = proof.dataset.deskProblems;
  badge.classList.toggle("desk__badge--some", /\d/.test(badge.textContent));
};

// On a narrow screen a year begins in January: today comes into view.
const showToday = () => {
  const year = document.querySelector(".desk-day--today")?.closest(".desk-year__scroll");
  if (!year) return;
  const day = year.querySelector(".desk-day--today").getBoundingClientRect();
  year.scrollLeft += day.right - year.getBoundingClientRect().right + 24;
};

const listen = (root) => {
  const more = root.querySelector(".desk__more");
  more?.addEventListener("toggle", () => more.open && fill(more));
};

const refreshStrip = async () => {
  const answer = await fetch(new URL("strip", import.meta.url), { cache: "no-store" });
  const strip = document.getElementById("desk-strip");
  if (strip && answer.ok) strip.innerHTML = await answer.text();
};

// Another edition: the page is asked for again, and shown anew only if a reader would see a change.
// The first news may already be of a later one, which came while this page was on its way.
const follow = async (isFirst) => {
  const next = await fetchPage(location.href).catch(() => null);
  if (isFirst && !next) return;
  if (next && own && next.querySelector("script[data-desk]")?.dataset.desk === own.dataset.desk) {
    if (isFirst) return;
    const before = document.querySelector(".desk"), after = next.querySelector(".desk");
    if (before && after && !before.querySelector("details[open]")) {
      before.replaceWith(document.adoptNode(after));
      listen(document);
    }
    return;
  }
  keep();
  location.reload();
};

let shown = null, told = null;
const events = new EventSource(new URL("events", import.meta.url));
events.addEventListener("message", ({ data }) => {
  if (shown !== data) follow(shown === null);
  shown = data;
});
events.addEventListener("report", ({ data }) => {
  if (told !== null && told !== data) refreshStrip();
  told = data;
});
listen(document);
showToday();
restore();
