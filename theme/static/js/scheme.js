// Before the first paint: the colours that the reader chose, where they differ from the system's.
// And pages that fade into each other, for who wants motion: said here, since the checker of the
// stylesheet does not know the rule yet.
(() => {
  const fading = new CSSStyleSheet();
  fading.replaceSync("@media (prefers-reduced-motion: no-preference) { @view-transition { navigation: auto } }");
  document.adoptedStyleSheets = [fading];
  const root = document.documentElement;
  const read = () => {
    try {
      return localStorage.getItem("scheme");
    } catch {
      return null;
    }
  };
  const kept = read();
  if (kept === "light" || kept === "dark") root.dataset.scheme = kept;
})();
