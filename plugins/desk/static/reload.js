// Reloads the page when the preview has built another edition. The server adds this to pages that it
// shows; it is in no file of the site.
let shown = null;
const events = new EventSource(new URL("events", import.meta.url));
events.addEventListener("message", ({ data }) => {
  if (shown !== null && shown !== data) location.reload();
  shown = data;
});
