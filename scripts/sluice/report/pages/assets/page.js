// What is shown, and what changes it.

const data = JSON.parse(document.getElementById("data").textContent);
const SPANS = [14, 31, 92, 366];
const FIRST_ROWS = 8; // of a date's long tables; the others are a click away
const MAX_NOTICES = 8;
const ALL = "all";
const PRODUCT = "Sluice · data quality";

// What a reader must know about the dates themselves, before looking at any of them.
function notices(missing) {
  const lines = [
    ...Object.entries(data.stale ?? {}).map(([day, why]) => `${dayWords(day)} is stale: ${why}. Run it again.`),
    ...(data.unfinished ?? []).map((day) => `${dayWords(day)} is left out: ${
      (data.partly_built ?? []).includes(day) ? "only a part of it was built" : "its last run did not finish"
    }.`),
    ...daySpans(missing).map((span) => `Not loaded: ${span}.`),
  ];
  const more = lines.length - MAX_NOTICES;
  const items = [...lines.slice(0, MAX_NOTICES), ...(more > 0 ? [`And ${grouped(more)} more of this kind.`] : [])];
  return items.length ? make("ul", {class: "notices"}, items.map((line) => make("li", {}, line))) : "";
}

function overview() {
  const {days} = data;
  if (!days.length) {
    document.getElementById("main").replaceChildren(make("h1", {}, "No date is finished"), notices([]));
    return;
  }
  if (goOn(days)) return;
  const asked = () => {
    const found = new URLSearchParams(location.hash.slice(1));
    return {
      day: days.includes(found.get("date")) ? found.get("date") : days.at(-1),
      feed: data.feeds.includes(found.get("feed")) ? found.get("feed") : ALL,
      span: SPANS.includes(Number(found.get("span"))) ? Number(found.get("span"))
        : found.get("span") === "all" ? Infinity : 31,
      errors: found.has("errors"),
    };
  };
  let state = asked();
  const show = () => {
    const focused = document.activeElement?.closest("label")?.textContent ?? document.activeElement?.id;
    showOverview(state, change);
    refocus(focused);
  };
  // Each choice is a step that "back" takes back; what leads to a part of the page is none.
  const change = (changes) => {
    state = {...state, ...changes};
    history.pushState(null, "", hashOf(state));
    show();
  };
  addEventListener("popstate", () => {
    if (location.hash && document.getElementById(location.hash.slice(1))) return;
    state = asked();
    show();
  });
  show();
}

// A date's page can't know its neighbours, as it must not change with them: this page leads on to them.
function goOn(days) {
  const found = new URLSearchParams(location.hash.slice(1));
  const next = found.has("before") ? days.filter((day) => day < found.get("before")).at(-1)
    : found.has("after") ? days.find((day) => day > found.get("after")) : null;
  if (!next || !pageOf(next)) return false;
  location.replace(pageOf(next));
  return true;
}

function hashOf({day, feed, span, errors}) {
  return `#date=${day}&feed=${feed}&span=${Number.isFinite(span) ? span : "all"}${errors ? "&errors" : ""}`;
}

// Pickers are drawn again; the one in use keeps the keyboard.
function refocus(focused) {
  if (!focused) return;
  const found = [...document.querySelectorAll("#bar label, #bar button, #errors")]
    .find((element) => element.textContent === focused || (element.id && element.id === focused));
  (found?.querySelector("select") ?? found)?.focus();
}

function showOverview(state, change) {
  const {days, blocks, rules} = data;
  const place = days.indexOf(state.day);
  // A span ends with the latest date, or with the chosen one where that is earlier than all of it.
  const last = Math.max(place + 1, Math.min(days.length, place + state.span));
  const shown = days.slice(Math.max(0, last - state.span), last);
  const at = {
    days, blocks, rules, shown, ...state,
    feeds: state.feed === ALL ? data.feeds : [state.feed],
    missing: neverCame(days).filter((day) => day > shown[0] && day < shown.at(-1)),
    choose: (day) => change({day}),
    filter: (errors) => change({errors}),
  };
  const block = blocks[state.day];
  name(at);
  document.getElementById("bar").replaceChildren(pickers(state, change, place));
  document.getElementById("main").replaceChildren(...[
    attention(at),
    make("h1", {"aria-live": "polite"}, headline(block, at.feeds, state.day)),
    under(at, place),
    notices(at.missing),
    stateList(at), skippedPart(at), problemsPart(at), qualityPart(at), hoursPart(at), reasonsPart(at), volumePart(at),
    ratesPart(at), middlesPart(at), datesPart(at)].filter(Boolean));
}

function name(at) {
  document.title = `${shortDay(at.day)}: ${LEVELS[worst(at.blocks[at.day], at.feeds)].word.toLowerCase()} · Sluice`;
}

// Where the date stands, and how old it is: the page may have been open, or not been written, for days.
function under(at, place) {
  const {days, day} = at;
  const isLatest = place === days.length - 1;
  const gaps = days.slice(-14).slice(1).map((later, index, all) =>
    (startOf(later) - startOf(index ? all[index - 1] : days.slice(-14)[0])) / DAY_MS);
  const isOld = isLatest && age(day) > Math.max(1, ...gaps) + 1;
  return make("p", {class: "under"}, `${weekday(day)}, ${isLatest ? "the latest" : "one"} of ${
    counted(days.length, "loaded date")}, `, make("span", {class: isOld ? "old" : null}, ageWords(day)), ". ",
  ...(pageOf(day) ? [make("a", {href: pageOf(day)}, "All of this date"),
    ...reportLinks(`ingest_date=${day}/`).flatMap((link) => [" · ", link])] : []));
}

function pickers(state, change, place) {
  const {days} = data;
  const step = (id, words, mark, other) => make("button", {
    id, type: "button", title: words, "aria-label": words, disabled: !days[other],
    onclick: () => change({day: days[other]}),
  }, mark);
  const spans = SPANS.filter((span, index) => index === 0 || SPANS[index - 1] < days.length);
  return make("nav", {"aria-label": "What is shown"},
    make("span", {class: "product"}, PRODUCT),
    make("div", {class: "pickers"},
      step("earlier", "Earlier date", "‹", place - 1),
      picker("Date", [...days].reverse().map((day) => [day, `${weekday(day).slice(0, 3)} ${dayWords(day)}`]), state.day,
        (day) => change({day})),
      step("later", "Later date", "›", place + 1),
      picker("Feed", [[ALL, "All feeds"], ...data.feeds.map((feed) => [feed, feed])], state.feed,
        (feed) => change({feed})),
      picker("Show", [...spans.map((span) => [String(span), `${span} dates`]), [String(Infinity), "All dates"]],
        String(state.span), (span) => change({span: Number(span)}))));
}

function oneDay() {
  const {day, block, rules} = data;
  const at = {days: [day], blocks: {[day]: block}, shown: [day], missing: [], day, feeds: data.feeds, rules};
  document.getElementById("main").dataset.kind = "day";
  name(at);
  document.getElementById("bar").replaceChildren(make("nav", {"aria-label": "Elsewhere"},
    make("span", {class: "product"}, PRODUCT), make("span", {class: "pickers links"},
      make("a", {href: `../index.html#before=${day}`}, "‹ Previous"),
      make("a", {href: "../index.html"}, "All dates"),
      make("a", {href: `../index.html#after=${day}`}, "Next ›"))));
  document.getElementById("main").replaceChildren(
    make("h1", {}, headline(block, at.feeds, day)),
    make("p", {class: "under"}, `${weekday(day)}. `,
      ...reportLinks("").flatMap((link, index) => [index ? " · " : "", link])),
    stateList(at),
    ...[skippedPart(at), dayHours(at), dayReasons(at), ...dayTables()].filter(Boolean));
}

function dayHours(at) {
  const feeds = at.feeds.filter((feed) => at.blocks[at.day].hours?.[feed]);
  return section("hours", "Hours", null, feeds.map((feed) => make("div", {}, make("h3", {}, feed),
    make("p", {class: "lead"}, `${hoursWords(at.blocks[at.day], feed)}.`),
    legend([["clean", "clean"], ["quarantine", "in quarantine"], ["hole", "✕ missing: no line"],
      ...(at.blocks[at.day].usual_hours?.[feed] ? [["behind", "usual"]] : [])]),
    figure(`${feed} per hour`, hoursChart(feed, at.blocks[at.day]),
      hourTable(feed, at.blocks[at.day])))));
}

function hourTable(feed, block) {
  const usual = block.usual_hours?.[feed];
  const [received, clean] = block.hours[feed];
  return asTable(`${feed} per hour, ${zoneOf(feed)}`, ["Hour", "Received", "Clean", ...(usual ? ["Usual"] : [])],
    () => received.map((count, hour) => [hourSpans([hour]), count ?? "no such hour", clean[hour] ?? "",
      ...(usual ? [usual[hour] ?? ""] : [])]));
}

function dayReasons(at) {
  const block = at.blocks[at.day];
  return section("reasons", "Why were lines rejected?", reasonWords(at, block),
    ...reasonTables(at, block));
}

function dayTables() {
  return data.tables.map(({id, title, lead, headings, rows}) => {
    const more = rows.slice(FIRST_ROWS);
    return section(id, title, lead,
      rows.length ? table(title, headings, rows.slice(0, FIRST_ROWS), "plain") : make("p", {}, "Nothing."),
      more.length ? make("details", {}, make("summary", {}, `${grouped(more.length)} more`),
        table(`${title}, continued`, headings, more, "plain")) : null);
  });
}

learnHours(data.blocks ?? {[data.day]: data.block});
document.getElementById("foot").replaceChildren(make("p", {},
  "Made from the marts and quarantine of the warehouse. Numbers are those of the JSON reports; times are UTC."));
if (data.kind === "overview") overview();
else oneDay();
