// One script, read before the first paint, as the reader's colours must be: the rest of it waits for
// the page. A second file would be one request more on every first visit.
(() => {
  const root = document.documentElement;

  // The colours that the reader chose, where they differ from the system's.
  function takeScheme() {
    try {
      const kept = localStorage.getItem("scheme");
      if (kept === "light" || kept === "dark") root.dataset.scheme = kept;
    } catch {
      // Storage is refused: there is no choice to know.
    }
  }

  // The switch between day and night. Without scripts it stays hidden, and the system's choice holds.
  function offerSchemes() {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const button = document.querySelector(".switch");

    const papers = [...document.querySelectorAll("meta[name=theme-color]")];
    const [day, night] = papers.map((paper) => paper.content);

    const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches);
    const offer = button?.title;
    function show() {
      button.setAttribute("aria-pressed", String(isDark()));
      button.title = isDark() ? button.dataset.back : offer;
      for (const paper of papers) paper.content = isDark() ? night : day;
    }

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
  }

  // A post where there is room: the table of contents stands open beside the text (the stylesheet says
  // where), and footnotes stand in the margin, level with what they are about. Room is counted in
  // letters, which can be larger than a media query knows. Elsewhere both stay where the page has them.
  function useRoom() {
    const contents = document.querySelector(".contents");
    const text = document.querySelector(".e-content");
    const notes = text ? [...text.querySelectorAll(".footnote > ol > li")] : [];
    const broad = notes.length ? [...text.querySelectorAll(":scope > :is(figure, .highlight, .table)")] : [];
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
      const from = text.getBoundingClientRect();
      let free = 0;
      for (const note of notes) {
        const mark = document.getElementById(note.id.replace(/^fn:/, "fnref:"));
        if (!wide || !mark) {
          note.style.removeProperty("top");
          continue;
        }
        let top = Math.max(mark.getBoundingClientRect().top - from.top, free);
        // Just above what reaches into the margin, or below it where there is no room.
        let floor = free;
        for (const block of broad) {
          const { top: start, bottom, right } = block.getBoundingClientRect();
          if (right - from.left <= note.offsetLeft) continue;
          const [head, foot] = [start - from.top - note.offsetHeight - gap, bottom - from.top + gap];
          if (top > head && top < foot) top = head >= floor ? head : foot;
          floor = Math.max(floor, foot);
        }
        note.style.setProperty("top", `${top}px`);
        free = top + note.offsetHeight + gap;
      }
    }

    if (contents) new ResizeObserver(fold).observe(text);
    if (notes.length) {
      new ResizeObserver(place).observe(text);
      document.fonts.ready.then(place);
    }
  }

  // The form to answer is fetched when a reader asks for it, or may still change what was just said
  // (Isso's cookies are named by the comments' numbers).
  function offerAnswers() {
    const debate = document.querySelector("[data-module]");
    if (debate) {
      const form = () => import(debate.dataset.module);
      debate.addEventListener("click", async ({ target }) => {
        const button = target.closest(".debate__react, .comment__reply");
        if (button) (await form()).open(button);
      });
      if (/(?:^|; )\d+=/.test(document.cookie)) form().then(({ own }) => own());
    }
  }

  // Pages fade into each other, for who wants motion: said here, since the checker of the stylesheet
  // does not know the rule yet.
  function fade() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("@media (prefers-reduced-motion: no-preference) { @view-transition { navigation: auto } }");
    document.adoptedStyleSheets = [sheet];
  }

  takeScheme();
  document.addEventListener("DOMContentLoaded", () => {
    offerSchemes();
    useRoom();
    offerAnswers();
  });
  fade();
})();
