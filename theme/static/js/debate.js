// The form of the debate, on Isso's JSON API. The build writes it above, as `WORDS`, in the post's
// language (scripts/debate.html). The stance goes into the text's first line, where
// plugins/discussion/stances.py finds it.
const debate = document.querySelector("[data-module]");
const { endpoint, uri, title } = debate.dataset;
const form = new DOMParser().parseFromString(WORDS, "text/html").querySelector("form");
const ways = debate.querySelector(".debate__ways");
const status = debate.querySelector(".debate__status");
const fields = form.elements;
const STANCE = /^\*\*([^*\n]+)\*\* — /;
const WAITING = 2;
// Whom the form answers or what it changes, and the button to return to.
let target = {};

async function ask(path, method, body) {
  const answer = await fetch(endpoint + path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(20000),
  });
  if (!answer.ok) throw answer.status;
  return answer.json();
}

const say = (name) => (status.textContent = form.dataset[name] ?? "");
// Isso hands a name out escaped.
const plain = (name) => new DOMParser().parseFromString(name ?? "", "text/html").body.textContent;
const numberOf = (comment) => Number(comment.id.replace("comment-", ""));
const mail = debate.querySelector(".debate__ways [href^='mailto:']");
const failed = mail ? "failedMail" : "failed";
const failure = (error) => say({ 400: "refused", 403: "slow", 413: "refused" }[error] ?? failed);

function show(place, next) {
  target = next;
  place.after(form);
  say("");
  fields.text.focus();
}

// Nobody sees the form before its style is there, or known to be lost.
const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: form.dataset.style });
await new Promise((done) => {
  style.onload = style.onerror = done;
  document.head.append(style);
});

// Opens the form: under the post, or under the comment whose button was pressed.
export function open(button) {
  const comment = button.closest(".comment");
  if (target.edited) form.reset();
  show(comment ?? ways, { button, parent: comment ? numberOf(comment) : null });
}

function close() {
  form.remove();
  target.button?.focus();
}

// What was typed, shown as typed: the next build of the page sets it as it sets all. What waits for
// its moderator is seen by its writer alone.
function place(number, text, author, waits) {
  const stance = text.match(STANCE)?.[1];
  let comment = document.getElementById(`comment-${number}`);
  if (!comment) {
    const item = document.createElement("li");
    item.className = "branch";
    comment = document.createElement("div");
    comment.className = "comment";
    comment.id = `comment-${number}`;
    const meta = document.createElement("p");
    meta.className = "meta";
    meta.textContent = [author, waits && form.dataset.pending].filter(Boolean).join(" · ");
    comment.append(meta);
    item.append(comment);
    const parent = target.parent && document.getElementById(`comment-${target.parent}`);
    const root = parent ? parent.closest(".comments > .branch") : debate.querySelector(".axis");
    let list = root.querySelector(".comments");
    if (!list) {
      list = document.createElement("ol");
      list.className = parent ? "comments comments--replies" : "comments";
      if (parent) root.append(list);
      else status.before(list);
    }
    list.append(item);
    own();
  }
  comment.querySelector("details")?.replaceWith(document.createElement("div"));
  const words = comment.querySelector(".comment__text") ?? document.createElement("div");
  words.className = "comment__text comment__text--typed";
  words.textContent = (stance ? `${stance} — ` : "") + text.replace(STANCE, "");
  comment.querySelector(".meta").after(words);
  history.replaceState(null, "", `#comment-${number}`);
}

async function send() {
  const stance = fields.stance.value;
  const text = (stance ? `**${stance}** — ` : "") + fields.text.value.trim();
  const author = fields.author.value.trim() || null;
  const { edited, parent } = target;
  if (edited) {
    await ask(`id/${edited}`, "PUT", { text, author });
    place(edited, text, author);
    return "saved";
  }
  const email = fields.email.value.trim() || null;
  const body = { text, author, email, parent, title };
  const said = await ask(`new?uri=${encodeURIComponent(uri)}`, "POST", body);
  const waits = said.mode === WAITING;
  place(said.id, text, author, waits);
  return waits ? "waiting" : "sent";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector(".button");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const done = await send();
    const { author, email } = Object.fromEntries(new FormData(form));
    form.reset();
    Object.assign(fields.author, { value: author });
    Object.assign(fields.email, { value: email });
    close();
    say(done);
  } catch (error) {
    failure(error);
  }
  button.disabled = false;
});
form.querySelector(".reaction__cancel").addEventListener("click", close);
form.addEventListener("keydown", ({ key }) => key === "Escape" && close());

async function edit(button, comment) {
  const number = numberOf(comment);
  try {
    const said = await ask(`id/${number}?plain=1`, "GET");
    const stance = said.text.match(STANCE)?.[1];
    const known = [...fields.stance].find(({ value }) => value && value === stance);
    form.reset();
    if (known) known.checked = true;
    fields.text.value = known ? said.text.replace(STANCE, "") : said.text;
    fields.author.value = plain(said.author);
    show(comment, { button, edited: number });
  } catch (error) {
    failure(error);
  }
}

async function bring(number) {
  try {
    const { text, author, parent, mode } = await ask(`id/${number}?plain=1`, "GET");
    target = { parent };
    place(number, text, plain(author), mode === WAITING);
  } catch {
    // It was erased, or its time is over: then there is nothing to change.
  }
}

async function withdraw(comment) {
  if (!confirm(form.dataset.confirm)) return;
  try {
    await ask(`id/${numberOf(comment)}`, "DELETE");
    comment.remove();
    say("removed");
  } catch (error) {
    failure(error);
  }
}

// Buttons on what this reader wrote a few minutes ago. Where the page is not built with it, it comes
// back to its writer at its own address.
export function own() {
  for (const [, number] of document.cookie.matchAll(/(?:^|; )(\d+)=/g)) {
    const comment = document.getElementById(`comment-${number}`);
    if (!comment && location.hash === `#comment-${number}`) bring(number);
    if (!comment?.matches(".comment") || comment.querySelector(".comment__own")) continue;
    for (const [word, act] of [["edit", edit], ["remove", (_, it) => withdraw(it)]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "comment__own";
      button.textContent = form.dataset[word];
      button.addEventListener("click", () => act(button, comment));
      comment.append(button);
    }
  }
}
