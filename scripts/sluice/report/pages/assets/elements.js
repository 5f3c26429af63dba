// Builds what is on the page. Text is always set as text, so that a hostile value stays one.

const {plot: drawPlot} = Plot;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function section(id, title, lead, ...children) {
  const heading = make("h2", {id: `${id}-title`}, title);
  return make("section", {id, "aria-labelledby": `${id}-title`}, heading,
    lead ? make("p", {class: "lead"}, lead) : null, ...children);
}

function badge(name) {
  return make("span", {class: `badge ${name}`, "aria-hidden": "true"}, LEVELS[name].mark);
}

const isNumber = (cell) => typeof cell === "number" || /^[−+]?[\d,.]+(\s%)?$/.test(cell);

function table(caption, headings, rows, className = "") {
  const heads = headings.map((heading, place) => make("th", {
    scope: "col",
    class: rows.length && place > 0 && isNumber(rows[0][place]) ? "number" : null,
  }, heading));
  const cells = (row) => row.map((cell, place) => make(place === 0 ? "th" : "td", {
    scope: place === 0 ? "row" : null,
    class: place > 0 && isNumber(cell) ? "number" : null,
    "data-label": headings[place],
  }, typeof cell === "number" ? grouped(cell) : cell));
  return make("div", {class: `scroll ${className}`, tabindex: "0", role: "group", "aria-label": caption},
    make("table", {},
      make("caption", {class: "unseen"}, caption),
      make("thead", {}, make("tr", {}, heads)),
      make("tbody", {}, rows.map((row) => make("tr", {}, cells(row))))));
}

function asTable(caption, headings, rows) {
  const details = make("details", {class: "alternative"},
    make("summary", {}, "As a table", make("span", {class: "unseen"}, `: ${caption}`)));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(table(caption, headings, rows()));
  });
  return details;
}

function legend(entries) {
  return make("ul", {class: "legend"}, entries.map(([className, words]) =>
    make("li", {}, make("span", {class: `swatch ${className}`, "aria-hidden": "true"}), words)));
}

function picker(label, options, chosen, choose) {
  const select = make("select", {onchange: () => choose(select.value)},
    options.map(([value, words]) => make("option", {value, selected: value === chosen}, words)));
  return make("label", {}, make("span", {}, label), select);
}

// A chart that is as wide as its place, and drawn again when that changes.
function figure(words, draw, ...more) {
  const place = make("div", {class: "chart"});
  const drawn = make("figure", {role: "group", "aria-label": words}, place, ...more);
  let width = 0;
  const paint = () => {
    const found = Math.round(place.clientWidth);
    if (!found || found === width) return;
    width = found;
    const chart = draw(width);
    chart.setAttribute("role", "img");
    // The picture has one name; its parts have none that could be read.
    for (const part of chart.querySelectorAll("[aria-label]")) {
      part.dataset.part = part.getAttribute("aria-label");
      part.removeAttribute("aria-label");
    }
    place.replaceChildren(chart);
  };
  new ResizeObserver(() => requestAnimationFrame(paint)).observe(place);
  return drawn;
}
