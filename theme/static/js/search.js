// The search page: asks Pagefind's index and shows what it finds. Loaded there alone.
//
// Its words come from the template (data- attributes, <template>), its addresses too. The index
// holds normalised words, counted one by one; the text shown is the one that was written, with the
// same words at the same places (plugins/search/records.py).

const SPACES = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const WORDS = new RegExp(SPACES.source.replace("[", "[^"), "g");
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const LETTERS = {
  "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "′": "'", "＇": "'", "‐": "-", "‑": "-",
  "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl",
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
const ELIDED = /(?<![\p{L}\p{N}])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]/giu;
// Words that every text has, left out of a question that has others.
const SMALL = new Set("a à au aux d de des du en et l la le les of the un une".split(" "));
// Between the paragraphs of a text.
const BREAK = "\u2029";
const LENGTH = 32;
const LEAD = 6;
const PAGE = 10;
// As long as an acronym is that begins other words.
const ACRONYM = 3;

// As plugins/search/normaliser.py does to what is indexed.
export const normalise = (text) =>
  text
    .replace(INVISIBLE, "")
    .normalize("NFC")
    .replace(LETTER, (letter) => LETTERS[letter])
    .replace(SPACES, " ")
    .replace(/^ | $/g, "");

// What to ask for: «l’intelligence» also finds «d’une intelligence». A phrase in quotes is Pagefind's.
export const terms = (query) => {
  const text = normalise(query);
  if (text.includes('"')) return text;
  const words = text.replace(ELIDED, "").split(" ");
  const telling = words.filter((word) => !SMALL.has(word.toLowerCase()));
  return (telling.length ? telling : words).join(" ");
};

// Whether `word` of a text answers for `asked`: it begins as that does, for two thirds of it at least.
const folded = (text) => normalise(text).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
export const answers = (word, asked) => {
  const [a, b] = [folded(word), folded(asked)];
  let same = 0;
  while (same < b.length && a[same] === b[same]) same++;
  return same >= Math.min(b.length, Math.max(3, Math.ceil((b.length * 2) / 3)));
};

// The part of `text` with most of `hits` (numbers of words), as [string, is it a hit?] pairs.
export const excerpt = (text, hits, start = 0, length = LENGTH) => {
  const words = [...text.matchAll(WORDS)];
  const found = [...new Set(hits)].filter((hit) => hit >= start && hit < words.length);
  found.sort((a, b) => a - b);
  const inside = (hit) => found.filter((one) => one >= hit - LEAD && one < hit - LEAD + length).length;
  const best = found.reduce((a, b) => (inside(b) > inside(a) ? b : a), found[0]);
  if (best === undefined) return [];
  const first = Math.max(start, Math.min(best - LEAD, words.length - length));
  const last = Math.min(words.length, first + length) - 1;
  const parts = [[first > start ? "… " : "", false]];
  let done = words[first].index;
  for (const hit of found.filter((place) => place >= first && place <= last)) {
    const [from, to] = core(words[hit]);
    parts.push([text.slice(done, from), false], [text.slice(from, to), true]);
    done = to;
  }
  const end = words[last].index + words[last][0].length;
  parts.push([text.slice(done, end) + (last < words.length - 1 ? " …" : ""), false]);
  return parts.filter(([part]) => part).map(([part, isHit]) => [part.replaceAll(BREAK, " · "), isHit]);
};

// Where a word begins and ends without the elision before it and the punctuation around it.
const core = ({ 0: word, index }) => {
  const [, before, middle] = word.match(
    new RegExp(`^([^\\p{L}\\p{N}]*(?:${ELIDED.source})?)(.*?)[^\\p{L}\\p{N}]*$`, "iu"),
  );
  return middle ? [index + before.length, index + before.length + middle.length] : [index, index + word.length];
};

const start = (root) => {
  const form = root.querySelector("form");
  const status = root.querySelector("[role=status]");
  const list = root.querySelector(".results");
  const more = root.querySelector(".search__more");
  const otherwise = root.querySelector(".search__otherwise");
  const template = root.querySelector("template");
  const plural = new Intl.PluralRules(document.documentElement.lang);
  let engine, filters, results, turn = 0, tries = 0, timer;

  const load = () => {
    // Under another name after a failure, which browsers remember of a module.
    engine ??= import(`${form.dataset.index}pagefind.js${tries++ ? `?${tries}` : ""}`).then(async (pagefind) => {
      await pagefind.init();
      return pagefind;
    });
    return engine;
  };

  // Each result's id with its year and topics; Pagefind's own filters are not used (bundle.py).
  const chosen = async (found, year, topic) => {
    if (!year && !topic) return found;
    filters ??= fetch(`${form.dataset.index}filters.json`, { cache: "no-cache" }).then((answer) => answer.json());
    const known = await filters;
    return found.filter(({ id }) => {
      const [itsYear, ...topics] = known[id] ?? [];
      return (!year || year === itsYear) && (!topic || topics.includes(topic));
    });
  };

  // Pagefind takes each word for the beginning of others (vr: vrai), and one that no post has for
  // the longest beginning of it that is a word of some (zzzz: z). Here an acronym is itself alone, and
  // what no post has is not asked for. Without a word left there is no answer.
  const ask = async (pagefind, words, sort) => {
    if (!words || words.includes('"')) return (await pagefind.search(words || null, { sort })).results;
    const kept = [];
    const allowed = [];
    for (const word of words.split(" ")) {
      const exact = (await pagefind.search(`"${word}"`)).results;
      if (exact.length && word.length <= ACRONYM) allowed.push(new Set(exact.map(({ id }) => id)));
      if (exact.length || (await begins(pagefind, word))) kept.push(word);
    }
    if (!kept.length) return [];
    const { results } = await pagefind.search(kept.join(" "), { sort });
    const found = results.filter(({ id }) => allowed.every((ids) => ids.has(id)));
    if (kept.length !== 2) return found;
    // «start up» is «startup», where the same posts have both.
    const joined = (await pagefind.search(kept.join(""), { sort })).results;
    const same = joined.length === found.length && joined.every(({ id }) => found.some((one) => one.id === id));
    return same ? joined : found;
  };

  // Whether the best of what Pagefind finds for `word` has one that begins so.
  const begins = async (pagefind, word) => {
    const [best] = (await pagefind.search(word)).results;
    if (!best) return false;
    const { content, locations } = await best.data();
    const words = [...content.matchAll(WORDS)];
    return locations.some((place) => words[place] && answers(content.slice(...core(words[place])), word));
  };

  const remember = () => {
    const values = [...new FormData(form)].filter(([, value]) => value.trim());
    const query = new URLSearchParams(values).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname + location.hash);
  };

  const show = (item) => {
    const { meta, content, locations } = item;
    const entry = template.content.cloneNode(true).firstElementChild;
    const link = entry.querySelector("a");
    const words = entry.querySelector(".result__excerpt");
    link.href = meta.url;
    link.textContent = meta.title;
    if (meta.lang !== document.documentElement.lang) {
      link.lang = link.hreflang = words.lang = meta.lang;
    }
    const time = document.createElement("time");
    time.dateTime = meta.date;
    time.textContent = meta.date_shown;
    entry.querySelector(".meta").append(time);
    const parts = excerpt(content, locations, Number(meta.start));
    for (const [part, isHit] of parts.length ? parts : [[meta.summary, false]]) {
      const mark = isHit ? document.createElement("mark") : null;
      mark?.append(part);
      words.append(mark ?? part);
    }
    const topics = meta.topics.split(" ").filter(Boolean);
    // Their chips are on the page already, in what it offers without a search.
    const chips = topics.map((slug) => otherwise.querySelector(`.chip.topic--${slug}`).parentElement);
    entry.querySelector(".chips").append(...chips.map((chip) => chip.cloneNode(true)));
    if (topics.length) entry.classList.add(`topic--${topics[0]}`);
    else entry.querySelector(".chips").remove();
    return entry;
  };

  const append = async (mine) => {
    const from = list.childElementCount;
    const items = await Promise.all(results.slice(from, from + PAGE).map((one) => one.data()));
    if (mine !== turn) return;
    list.append(...items.map(show));
    more.hidden = list.childElementCount >= results.length;
    if (from) list.children[from].querySelector("a").focus();
  };

  const clear = (text = "") => {
    list.replaceChildren();
    list.hidden = more.hidden = true;
    otherwise.hidden = false;
    status.textContent = text;
  };

  const search = async () => {
    const mine = ++turn;
    remember();
    const { q, sujet, annee, tri } = Object.fromEntries(new FormData(form));
    const words = terms(q);
    if (!words && !sujet && !annee) return clear();
    try {
      const pagefind = await load();
      const sort = tri === "date" || !words ? { date: "desc" } : undefined;
      const found = await chosen(await ask(pagefind, words, sort), annee, sujet);
      if (mine !== turn) return;
      results = found;
      if (!results.length) return clear(form.dataset.none);
      list.replaceChildren();
      await append(mine);
      if (mine !== turn) return;
      list.hidden = false;
      otherwise.hidden = true;
      const say = form.dataset[plural.select(results.length)] ?? form.dataset.other;
      status.textContent = say.replace("{count}", results.length);
    } catch (error) {
      console.error(error);
      engine = filters = undefined;
      if (mine === turn) clear(form.dataset.failed);
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(search, 250);
  };

  const now = (event) => {
    event.preventDefault();
    clearTimeout(timer);
    search();
  };

  const recall = () => {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLElement) field.value = value;
      // A choice that is not there (any more) is no choice.
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = "";
    }
  };

  recall();
  form.addEventListener("focusin", () => load().catch(() => { engine = undefined; }), { once: true });
  form.addEventListener("input", soon);
  form.addEventListener("submit", now);
  more.querySelector("button").addEventListener("click", () => append(turn));
  search();
};

const root = document.querySelector("[data-search]");
if (root) start(root);
