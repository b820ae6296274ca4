"use strict";

const base = new URL(".", location.href).pathname.replace(/\/$/, "");

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in made && typeof value !== "string") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function resolve(api, schema) {
  if (!schema || !schema.$ref) return schema || {};
  return schema.$ref.slice(2).split("/").reduce((part, key) => part[key], api);
}

function typeName(api, schema) {
  if (schema.$ref) {
    const target = resolve(api, schema);
    return target.enum ? target.enum.map((value) => JSON.stringify(value)).join(" | ") : schema.$ref.split("/").pop();
  }
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const several = schema.anyOf || schema.oneOf || schema.allOf;
  if (several) return several.map((part) => typeName(api, part)).join(" | ");
  if (schema.type === "array") return `${typeName(api, schema.items || {})}[]`;
  return schema.format ? `${schema.type} (${schema.format})` : schema.type || "anything";
}

function skeleton(api, schema, depth = 0) {
  if (schema.default !== undefined) return schema.default;
  const target = resolve(api, schema);
  if (target.default !== undefined) return target.default;
  if (target.enum) return target.enum[0];
  const several = target.anyOf || target.oneOf || target.allOf;
  if (several) return skeleton(api, several[0], depth);
  if (target.type === "object" && target.properties && depth < 4) {
    const wanted = target.required && target.required.length ? target.required : Object.keys(target.properties);
    return Object.fromEntries(wanted.map((name) => [name, skeleton(api, target.properties[name], depth + 1)]));
  }
  const formats = { uuid: "00000000-0000-0000-0000-000000000000", "date-time": new Date().toISOString(), date: new Date().toISOString().slice(0, 10) };
  const plain = { string: formats[target.format] || "", integer: target.minimum > 0 ? target.minimum : 0, number: 0, boolean: false, array: [], object: {} };
  return target.type in plain ? plain[target.type] : null;
}

function describeSchema(api, schema, seen = new Set()) {
  const target = resolve(api, schema);
  if (!target.properties) {
    const inner = target.items || (target.anyOf || []).find((part) => part.$ref);
    const line = element("p", {}, element("code", {}, typeName(api, schema)));
    return inner && !seen.has(inner.$ref) ? [line, ...describeSchema(api, inner, seen)] : [line];
  }
  if (schema.$ref) seen.add(schema.$ref);
  const required = new Set(target.required || []);
  const rows = Object.entries(target.properties).map(([name, part]) =>
    element("li", {}, element("code", {}, name), ` ${typeName(api, part)}`,
      required.has(name) ? "" : element("span", { class: "soft" }, " optional"),
      part.description ? element("span", { class: "soft" }, ` – ${part.description}`) : ""));
  return [element("p", { class: "soft" }, target.description || target.title || ""), element("ul", {}, ...rows)];
}

function fieldFor(api, parameter) {
  const schema = parameter.schema || {};
  const list = resolve(api, schema).type === "array";
  const hint = [parameter.description, typeName(api, schema), list && "several: separated by commas"].filter(Boolean).join(" · ");
  const input = element("input", { name: parameter.name, "data-place": parameter.in, "data-list": String(list && parameter.explode !== false), required: Boolean(parameter.required), autocomplete: "off" });
  if (parameter.in === "path" && resolve(api, schema).default !== undefined) input.value = resolve(api, schema).default;
  return element("label", { class: "field" }, element("span", {}, parameter.name, parameter.required ? " *" : ""), input, element("span", { class: "soft" }, hint));
}

function requestOf(form, method, path, hasBody) {
  const query = new URLSearchParams();
  const headers = {};
  for (const input of form.querySelectorAll("input")) {
    if (input.value === "") continue;
    if (input.dataset.place === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    else if (input.dataset.place === "header") headers[input.name] = input.value;
    else for (const value of input.dataset.list === "true" ? input.value.split(",") : [input.value]) query.append(input.name, value);
  }
  const options = { method: method.toUpperCase(), headers };
  if (hasBody) {
    headers["Content-Type"] = "application/json";
    options.body = form.querySelector("textarea").value;
  }
  return [base + path + (query.size ? `?${query}` : ""), options];
}

async function send(event, method, path, hasBody, output) {
  event.preventDefault();
  const [url, options] = requestOf(event.target, method, path, hasBody);
  output.replaceChildren(element("p", { class: "soft" }, "Sending …"));
  try {
    const answer = await fetch(url, options);
    const text = await answer.text();
    const shown = ["etag", "location", "link", "allow", "idempotency-replayed"].filter((name) => answer.headers.has(name));
    output.replaceChildren(
      element("h3", {}, `${answer.status} ${answer.statusText}`),
      element("p", { class: "soft" }, `${options.method} ${url}`, ...shown.flatMap((name) => [element("br"), `${name}: ${answer.headers.get(name)}`])),
      element("pre", { tabIndex: 0 }, pretty(text)));
  } catch (error) {
    output.replaceChildren(element("p", {}, `No answer: ${error.message}`));
  }
}

function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

function answerList(api, responses) {
  return element("ul", {}, ...Object.entries(responses).map(([status, response]) => {
    const target = resolve(api, response);
    const content = Object.values(target.content || {})[0];
    return element("li", {}, element("code", {}, status), ` ${target.description} `, content && status < 400 ? element("code", {}, typeName(api, content.schema)) : "");
  }));
}

function operationPanel(api, method, path, operation) {
  const body = operation.requestBody && operation.requestBody.content["application/json"].schema;
  const output = element("div", { "aria-live": "polite" });
  const fields = (operation.parameters || []).map((parameter) => fieldFor(api, parameter));
  if (body) fields.push(element("label", {}, "Body", element("textarea", { name: "body", spellcheck: false }, JSON.stringify(skeleton(api, body), null, 2))));
  const form = element("form", {}, ...fields, element("button", { type: "submit" }, "Send"));
  form.addEventListener("submit", (event) => send(event, method, path, Boolean(body), output));
  const panel = element("details", { id: operation.operationId },
    element("summary", {}, element("span", { class: `method ${method}` }, method.toUpperCase()), element("span", { class: "path" }, path), element("span", { class: "soft" }, operation.summary || "")),
    element("div", {}, element("p", {}, operation.description || ""),
      ...(body ? [element("h3", {}, "Body"), ...describeSchema(api, body)] : []),
      element("h3", {}, "Answers"), answerList(api, operation.responses),
      element("h3", {}, "Try it"), form, output));
  panel.dataset.words = `${method} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase();
  return panel;
}

function show(api) {
  const sections = new Map((api.tags || []).map((tag) => [tag.name, []]));
  for (const [path, methods] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const tag = (operation.tags || ["Operations"])[0];
      if (!sections.has(tag)) sections.set(tag, []);
      sections.get(tag).push(operationPanel(api, method, path, operation));
    }
  const { title, version, description } = api.info;
  document.title = `${title} API`;
  document.getElementById("title").textContent = `${title} ${version}`;
  document.getElementById("description").textContent = description || "";
  document.getElementById("operations").replaceChildren(
    ...[...sections].map(([tag, panels]) => element("section", {}, element("h2", {}, tag), ...panels)));
  const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (wanted instanceof HTMLDetailsElement) wanted.open = true;
}

function find(words) {
  for (const panel of document.querySelectorAll("main details")) panel.hidden = !words.every((word) => panel.dataset.words.includes(word));
  for (const section of document.querySelectorAll("main section")) section.hidden = !section.querySelector("details:not([hidden])");
}

const finder = document.getElementById("find");
finder.addEventListener("input", () => find(finder.value.toLowerCase().split(/\s+/).filter(Boolean)));
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) {
    event.preventDefault();
    finder.focus();
  }
});
fetch(`${base}/openapi.json`).then((answer) => answer.json()).then(show).catch((error) => {
  document.getElementById("operations").replaceChildren(element("p", {}, `openapi.json cannot be read: ${error.message}`));
});
