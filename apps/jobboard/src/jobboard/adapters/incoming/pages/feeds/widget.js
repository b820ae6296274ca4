// The open postings of one organisation, for its own pages. Needs nothing of the page and leaves nothing in it:
// it is written in plain DOM calls, so that no policy against inline styles or eval is in its way.
(() => {
  "use strict";

  const TEXTS = {
    en: { label: "Open postings", none: "No postings are open now.", failed: "See the open postings" },
    fr: { label: "Postes ouverts", none: "Aucun poste n’est ouvert en ce moment.", failed: "Voir les postes ouverts" },
  };

  const STYLE = `
    :host { display: block; font: inherit; color: inherit; }
    ul { list-style: none; margin: 0; padding: 0; }
    li { padding: .75em 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
    a { color: inherit; font-weight: 600; }
    a:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
    span { display: block; opacity: .8; }
  `;

  const script = document.currentScript;
  const { board, limit, lang } = script.dataset;
  const language = (lang || document.documentElement.lang || "en").slice(0, 2);
  const texts = TEXTS[language] || TEXTS.en;
  const jobs = new URL(`v1/boards/${encodeURIComponent(board)}/jobs`, script.src);
  const page = new URL(`organisations/${encodeURIComponent(board)}`, script.src);

  const element = (name, text) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    return made;
  };

  const link = (address, text) => {
    const made = element("a", text);
    const target = new URL(address, script.src);
    if (target.protocol === "https:" || target.protocol === "http:") made.href = target.href;
    return made;
  };

  const item = (job) => {
    const made = element("li");
    made.lang = job.language;
    made.append(link(job.absolute_url, job.title));
    if (job.location.name) made.append(element("span", job.location.name));
    return made;
  };

  const list = (found) => {
    const shown = found.slice(0, Number(limit) || found.length);
    if (shown.length === 0) return element("p", texts.none);
    const made = element("ul");
    made.setAttribute("role", "list");
    made.setAttribute("aria-label", texts.label);
    made.append(...shown.map(item));
    return made;
  };

  const host = element("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  script.after(host);

  fetch(jobs, { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then((answer) => root.append(list(answer.jobs)))
    .catch(() => root.append(link(page, texts.failed)));
})();
