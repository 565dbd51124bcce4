// The switch between day and night. Without scripts it stays hidden, and the system's choice holds.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const button = document.querySelector(".switch");

const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches);
const show = () => button.setAttribute("aria-pressed", String(isDark()));

function choose(dark) {
  const follows = dark === system.matches;
  if (follows) delete root.dataset.scheme;
  else root.dataset.scheme = dark ? "dark" : "light";
  try {
    if (follows) localStorage.removeItem("scheme");
    else localStorage.setItem("scheme", root.dataset.scheme);
  } catch {
    // Storage is refused: the choice holds for this page.
  }
  show();
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => choose(!isDark()));
  system.addEventListener("change", show);
  show();
}

// A post where there is room: the table of contents stands open beside the text (the stylesheet says
// where), and footnotes stand in the margin, level with what they are about. Room is counted in
// letters, which can be larger than a media query knows. Elsewhere both stay where the page has them.
const contents = document.querySelector(".contents");
const text = document.querySelector(".e-content");
const notes = text ? [...text.querySelectorAll(".footnote > ol > li")] : [];
const gap = 12;
const roomy = 50;
let beside;

function fold() {
  const now = contents.offsetWidth * 2 < text.offsetWidth;
  if (now !== beside) contents.open = beside = now;
}

function place() {
  const wide = text.clientWidth >= roomy * parseFloat(getComputedStyle(root).fontSize);
  text.classList.toggle("has-margin-notes", wide);
  let free = 0;
  for (const note of notes) {
    const mark = document.getElementById(note.id.replace(/^fn:/, "fnref:"));
    if (!wide || !mark) {
      note.style.removeProperty("top");
      continue;
    }
    const level = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
    const top = Math.max(level, free);
    note.style.setProperty("top", `${top}px`);
    free = top + note.offsetHeight + gap;
  }
}

if (contents) new ResizeObserver(fold).observe(text);
if (notes.length) {
  new ResizeObserver(place).observe(text);
  document.fonts.ready.then(place);
  place();
}

// The form to answer is fetched when a reader asks for it, or may still change what was just said
// (Isso's cookies are named by the comments' numbers).
const debate = document.querySelector("[data-module]");
if (debate) {
  const form = () => import(debate.dataset.module);
  debate.addEventListener("click", async ({ target }) => {
    const button = target.closest(".debate__react, .comment__reply");
    if (button) (await form()).open(button);
  });
  if (/(?:^|; )\d+=/.test(document.cookie)) form().then(({ own }) => own());
}
