// Before the first paint: the colours that the reader chose, where they differ from the system's.
(() => {
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
