// The parts of the pages. `at` is what is shown: days, blocks, day (the chosen date), feeds and choose.

function stateList(at) {
  const block = at.blocks[at.day];
  return make("ul", {class: "states"}, at.feeds.map((feed) => {
    const state = stateOf(block, feed);
    const [total, , quarantine] = block.volume[feed];
    const alerts = firing(feedChecks(block, feed)).sort(byWeight);
    return make("li", {class: state}, badge(state), make("div", {},
      make("p", {class: "verdict"}, make("strong", {}, `${feed}: ${stateWords(block, feed)}`),
        state !== "lacking" && total && hoursWords(block, feed) ? ` – ${hoursWords(block, feed)}.` : "."),
      make("p", {class: "numbers"}, [
        `${counted(total, "line")} received, ${against(block, feed)}`,
        cleanAgainst(block, feed),
        `${grouped(quarantine)} in quarantine`,
        alertCount(alerts),
      ].join(" · ")),
      alerts.length ? make("ul", {class: "alerts"}, alerts.map((check) => alertItem(at, check, at.day))) : null));
  }));
}

const weight = (check) => (isKnown(check) ? 2 : check[2] === "error" ? 0 : 1);
const byWeight = (one, other) => weight(one) - weight(other);

// An alert in words, where it looks like that, and what mends it.
function alertItem(at, check, day) {
  const [type, feed, severity, message, kind, by, note] = check;
  const mark = severity === "error" && kind === "lacking" ? "lacking" : severity;
  const reasons = day === at.day && document.getElementById("main").dataset.kind === "day" ? "#reasons"
    : pageOf(day) && `${pageOf(day)}#reasons`;
  return make("li", {class: severity}, badge(mark), make("p", {},
    make("span", {class: "unseen"}, `${feed}: `), `${message} `,
    make("span", {class: "name"}, `${severity === "error" ? "error" : "warning"}, ${type}`),
    isKnown(check) ? make("span", {class: "known"}, `acknowledged by ${by}: ${note}`) : null,
    make("span", {class: "remedy"},
      kind === "lines" && reasons ? make("a", {href: reasons, "aria-label": `Lines of ${type} on ${dayWords(day)}`},
        "such lines") : null,
      make("code", {}, remedy(check, day)))));
}

// A date's own page, where it was written.
function pageOf(day) {
  return (data.absent ?? []).includes(day) ? null : `ingest_date=${day}/index.html`;
}

function linked(href, words) {
  return href ? make("a", {href}, words) : words;
}

function alertCount(alerts) {
  const of = (severity) => pressing(alerts).filter((check) => check[2] === severity).length;
  const parts = [["error", "error"], ["warn", "warning"]].filter(([severity]) => of(severity))
    .map(([severity, word]) => counted(of(severity), word));
  const known = alerts.filter(isKnown).length;
  if (known) parts.push(`${grouped(known)} acknowledged`);
  return parts.length ? listed(parts) : "no alert";
}

function skippedPart(at) {
  const left = skipped(at.blocks[at.day].checks.filter((check) => at.feeds.includes(check[1])));
  if (!left.length) return null;
  return make("details", {id: "skipped"}, make("summary", {}, `${counted(left.length, "check")} could not run`),
    table("Checks that could not run", ["Check", "Feed", "Why"], left.map(([type, feed, , why]) => [type, feed, why])));
}

// The dates before the chosen one that somebody should look at.
const needing = (at) => at.shown.filter((day) => day < at.day && needsSomebody(at.blocks[day], at.feeds));

function attention(at) {
  const days = needing(at);
  if (!days.length) return null;
  const named = days.slice(-FEW_DATES).reverse();
  const more = days.length - named.length;
  return make("p", {class: "attention"},
    `${counted(days.length, "earlier date")} ${days.length === 1 ? "needs" : "need"} attention: `,
    ...named.flatMap((day, place) => [place ? ", " : "", make("a", {href: hashOf({...at, day})}, shortWords(day))]),
    ...(more > 0 ? [" and ", make("a", {href: "#problems"}, `${grouped(more)} more`)] : []));
}

const shortWords = (day) => dayWords(day).split(" ").slice(0, 2).join(" ");
const FEW_DATES = 3;
const FIRST_DATES = 10; // of a long list; the others are a click away

// Every other date with an alert: those with errors first, then the latest.
function problemsPart(at) {
  const hasError = ([, alerts]) => alerts.some((check) => check[2] === "error");
  const found = [...at.shown].reverse().filter((day) => day !== at.day)
    .map((day) => [day, pressing(at.blocks[day].checks.filter((check) => at.feeds.includes(check[1])))])
    .filter(([, alerts]) => alerts.length)
    .filter((entry) => !at.errors || hasError(entry))
    .sort((one, other) => hasError(other) - hasError(one));
  const item = ([day, alerts]) => make("li", {}, make("details", {open: needsSomebody(at.blocks[day], at.feeds)},
    make("summary", {}, badge(worst(at.blocks[day], at.feeds)),
      ` ${headline(at.blocks[day], at.feeds, day)} (${alertCount(alerts)})`),
    make("ul", {class: "alerts"}, alerts.filter((check) => !at.errors || check[2] === "error").sort(byWeight)
      .map((check) => alertItem(at, check, day))),
    make("p", {}, make("a", {href: hashOf({...at, day})}, "Look at this date"))));
  const more = found.slice(FIRST_DATES);
  return section("problems", "Open problems on other dates", found.length ? null
    : `None${at.errors ? " with errors" : ""} among the dates shown.`,
  make("label", {class: "only"}, make("input", {type: "checkbox", id: "errors", checked: at.errors,
    onchange: (event) => at.filter(event.target.checked)}), " only dates with errors"),
  make("ul", {class: "problems"}, found.slice(0, FIRST_DATES).map(item)),
  more.length ? make("details", {}, make("summary", {}, `${counted(more.length, "earlier date")} more`),
    make("ul", {class: "problems"}, more.map(item))) : null);
}

const smoothWords = (at) => (at.shown.length > MANY ? " Strong lines are means of a week." : "");

function qualityPart(at) {
  const upTo = at.days.filter((day) => day <= at.day);
  const judged = [...(at.feeds.length > 1 ? [["all feeds", at.feeds]] : []), ...at.feeds.map((feed) => [feed, [feed]])];
  const words = judged.map(([name, feeds]) => [name, trend(upTo, at.blocks, feeds)]).filter((entry) => entry[1]);
  const arrows = {better: "↗", worse: "↘", steady: "→"};
  return section("quality", "Is quality getting better?",
    words.length ? null : "One date alone has no trend.",
    make("ul", {class: "trends"}, words.map(([feed, found]) => make("li", {class: found.direction},
      make("span", {class: "arrow", "aria-hidden": "true"}, arrows[found.direction]),
      make("p", {}, make("strong", {}, `${feed}: ${found.direction}`), ` – ${trendWords(found)}.`)))),
    figure("Share of lines that are clean, per date and feed",
      cleanChart(at),
      make("figcaption", {}, `Share of received lines that are clean.${smoothWords(at)}`),
      asTable("Share of lines that are clean", ["Date", ...at.feeds], () => at.shown.map((day) => [dayWords(day),
        ...at.feeds.map((feed) => {
          const [total, clean] = at.blocks[day].volume?.[feed] ?? [0, 0];
          return total ? percent(clean / total) : "no line";
        })]).reverse())));
}

function volumePart(at) {
  return section("volume", "Lines received", null,
    legend([["clean", "clean"], ["quarantine", "in quarantine"], ["usual", "usual (median of earlier dates)"],
      ["broken", "✕ not complete"]]),
    at.feeds.map((feed) => make("div", {}, make("h3", {}, feed),
      figure(`${feed} received per date`, volumeChart(at, feed),
        asTable(`${feed} received per date`, ["Date", "Received", "Clean", "Quarantine", "State"],
          () => at.shown.filter((day) => at.blocks[day].volume?.[feed]).map((day) => [dayWords(day),
            ...at.blocks[day].volume[feed], LEVELS[stateOf(at.blocks[day], feed)].word]).reverse())))));
}

function hoursPart(at) {
  const feeds = at.feeds.filter((feed) => at.shown.some((day) => at.blocks[day].hours?.[feed]));
  if (!feeds.length) return null;
  return section("hours", "Which hours are missing?", null, feeds.map((feed) => {
    const holes = [...at.shown.map((day) => [day, missingHours(at.blocks[day], feed)])
      .filter(([, hours]) => hours.length), ...at.missing.map((day) => [day, null])].sort().reverse();
    const rows = () => holes.map(([day, hours]) => [dayWords(day), hours?.length ?? 24,
      hours ? `none at ${hourSpans(hours)} ${zoneOf(feed)}` : "the whole date never came"]);
    const chosen = hoursWords(at.blocks[at.day], feed);
    return make("div", {}, make("h3", {}, feed),
      make("p", {class: "lead"}, `${dayWords(at.day)}: ${chosen}.`),
      holes.length ? make("ul", {class: "holes"}, rows().slice(0, 6).map(([day, , hours]) =>
        make("li", {}, `${day}: ${hours}`)),
      holes.length > 6 ? make("li", {}, `and ${counted(holes.length - 6, "earlier date")}, in the table`) : null) : null,
      legend([["hole", "✕ missing: no line, where there usually are"], ["none", "no line, not unusual"],
        ...(at.missing.length ? [["hole", "whole column: the date never came"]] : []),
        ["heat", "few to many lines"]]),
      figure(`${feed} per hour and date`, heatChart(at, feed),
        make("figcaption", {}, `Hours of the day downwards, in ${zoneOf(feed)}. Only what happened on the date itself counts.`),
        holes.length ? asTable(`Missing hours of ${feed}`, ["Date", "Hours", "Which"], rows) : null));
  }));
}

// A line may break after any of its fields.
function breakable(text) {
  return text.split(/(?<=[,;|⟩])/).flatMap((field, place) => (place ? [make("wbr"), field] : [field]));
}

function exampleLines(examples, headers) {
  const shown = new Set();
  const headerOf = (file) => {
    if (shown.has(file) || !headers[file]) return null;
    shown.add(file);
    return make("code", {class: "header"}, breakable(headers[file]));
  };
  return make("ul", {class: "examples"}, examples.map(([file, line, [before, wrong, after], others]) => make("li", {},
    headerOf(file),
    make("code", {}, breakable(before), wrong === undefined ? null : make("mark", {}, wrong), breakable(after ?? "")),
    make("span", {class: "where"},
      `${file}, line ${grouped(line)}${others.length ? `; also ${others.join(", ")}` : ""}`))));
}

function reasonRows(at, block) {
  const place = at.days.indexOf(at.day);
  const before = place > 0 ? at.blocks[at.days[place - 1]] : null;
  return at.feeds.flatMap((feed) => Object.entries(block.reasons?.[feed] ?? {}).map(([rule, rows]) => ({
    feed, rule, rows,
    share: rows / block.volume[feed][0],
    before: before ? before.reasons?.[feed]?.[rule] ?? 0 : null,
    means: at.rules[feed]?.[rule] ?? "",
    examples: block.examples?.[feed]?.[rule] ?? [],
    headers: block.headers?.[feed] ?? {},
  }))).sort((one, other) => other.rows - one.rows || (one.rule < other.rule ? -1 : 1));
}

const FIRST_REASONS = 5; // more of them are a click away

function reasonTables(at, block) {
  const rows = reasonRows(at, block);
  const more = rows.slice(FIRST_REASONS);
  if (!rows.length) return [];
  return [
    reasonTable(at, rows.slice(0, FIRST_REASONS)),
    more.length ? make("details", {}, make("summary", {}, `${counted(more.length, "more reason")}, less common`),
      reasonTable(at, more)) : null,
    rows.some((row) => row.examples.length) ? make("p", {class: "note"},
      "Lines are as received, with their file's header above them and the field marked that the reason is about. ␣ is a blank at either end, ⟨U+0009⟩ and the like what can't be seen.") : null,
  ];
}

function reasonTable(at, rows) {
  const headings = ["Reason", "Feed", "Lines", "Of its feed", ...(rows[0]?.before === null ? [] : ["Date before"]),
    "Such lines look like this"];
  return table(`Reasons on ${dayWords(at.day)}`, headings, rows.map((row) => [
    make("div", {}, make("strong", {class: "rule"}, row.rule), make("span", {class: "means"}, row.means)),
    row.feed, row.rows, percent(row.share), ...(row.before === null ? [] : [row.before]),
    row.examples.length ? exampleLines(row.examples, row.headers) : linked(pageOf(at.day) && `${pageOf(at.day)}#reasons`, "on the date's page"),
  ]), "reasons");
}

function reasonWords(at, block) {
  const rows = reasonRows(at, block);
  if (!rows.length) return `Nothing was rejected on ${dayWords(at.day)}.`;
  const [{rule, feed, rows: lines, means}] = rows;
  return `Most common on ${dayWords(at.day)}: ${rule} (${counted(lines, "line")} of ${feed}). ${means}`;
}

function reasonsPart(at) {
  const block = at.blocks[at.day];
  const found = topReasons(at);
  const {top, others} = found;
  return section("reasons", "Why were lines rejected?", reasonWords(at, block),
    ...reasonTables(at, block),
    make("h3", {}, "Over time"),
    legend([...top.map((rule, place) => [SERIES[place], rule]),
      ...(others.length ? [["series-other", "other reasons"]] : [])]),
    figure("Rejected lines per date, by reason", reasonsChart(at, found),
      make("figcaption", {}, "A line with two reasons counts under both."),
      asTable("Rejected lines per date, by reason", ["Date", ...top, "other reasons"], () => at.shown.map((day) => {
        const sum = (rules) => at.feeds.reduce((total, feed) => total + rules.reduce((part, rule) =>
          part + (at.blocks[day].reasons?.[feed]?.[rule] ?? 0), 0), 0);
        return [dayWords(day), ...top.map((rule) => sum([rule])), sum(others)];
      }).reverse())));
}

function ratesPart(at) {
  const has = (metric, feed) => at.shown.some((day) => at.blocks[day].rates?.[feed]?.[metric] !== undefined);
  const metrics = Object.keys(METRICS).filter((metric) => at.feeds.some((feed) => has(metric, feed)));
  return section("rates", "Faults by kind", "Share of received lines, whatever else is wrong with them.",
    make("div", {class: "grid"}, metrics.map((metric) => {
      const feeds = at.feeds.filter((feed) => has(metric, feed));
      return make("div", {}, make("h3", {}, METRICS[metric]),
        figure(METRICS[metric], rateChart(at, metric, feeds),
          asTable(METRICS[metric], ["Date", ...feeds], () => at.shown.map((day) => [dayWords(day),
            ...feeds.map((feed) => {
              const rate = at.blocks[day].rates?.[feed]?.[metric];
              return rate === undefined || rate === null ? "no line" : percent(rate, 2);
            })]).reverse())));
    })));
}

// Durations in the largest unit that their tail is at least two of.
function durationUnit(longest) {
  const [size, name] = [[3600000, "h"], [60000, "min"], [1000, "s"]].find(([ms]) => longest >= 2 * ms) ?? [1, "ms"];
  return {size, words: (value) => `${compact(value)} ${name}`};
}

function middlesPart(at) {
  const series = at.feeds.flatMap((feed) => [...new Set(at.shown.flatMap((day) =>
    Object.keys(at.blocks[day].middles?.[feed] ?? {})))].sort().map((name) => [feed, name]));
  if (!series.length) return null;
  return section("values", "Typical values", "Of clean rows: the median (p50), and what 95\u00a0% stay below (p95).",
    make("div", {class: "grid"}, series.map(([feed, name]) => {
      const found = at.shown.map((day) => [day, at.blocks[day].middles?.[feed]?.[name] ?? [NaN, NaN]]);
      const isTime = name === "duration_ms";
      const {size, words: unit} = isTime ? durationUnit(Math.max(...found.map(([, middle]) => middle[1] || 0)))
        : {size: 1, words: compact};
      const points = found.map(([day, [p50, p95]]) => ({day, p50: p50 / size, p95: p95 / size}));
      const title = isTime ? `${feed}: duration` : `${feed}: ${name}`;
      return make("div", {}, make("h3", {}, title),
        figure(title, middleChart(at, title, points, unit),
          spreadOf(points).isLog ? make("figcaption", {}, "Logarithmic scale.") : null,
          asTable(title, ["Date", "p50", "p95"],
            () => points.filter((point) => Number.isFinite(point.p50))
              .map((point) => [dayWords(point.day), unit(point.p50), unit(point.p95)]).reverse())));
    })));
}

function reportLinks(folder) {
  return [["validation_report.json", "numbers"], ["alerts.json", "alerts"]].map(([file, words]) =>
    make("a", {href: `${folder}${file}`}, `${words} (JSON)`));
}

function dateRow(at, day) {
  if (!at.blocks[day]) return [dayWords(day), "never came", "", "", "", "", ""];
  const block = at.blocks[day];
  const sum = (place) => volumeSum(block, at.feeds, place);
  return [
    linked(pageOf(day), dayWords(day)),
    make("span", {class: "marks"}, at.feeds.map((feed) => make("span", {class: "mark"}, badge(stateOf(block, feed)),
      make("span", {class: "unseen"}, `${feed} ${LEVELS[stateOf(block, feed)].word} `)))),
    sum(0), sum(0) ? percent(sum(1) / sum(0)) : "no line", sum(2),
    firing(block.checks.filter((check) => at.feeds.includes(check[1]))).length,
    pageOf(day) ? make("span", {class: "links"}, reportLinks(`ingest_date=${day}/`)) : "not in this folder",
  ];
}

function datesPart(at) {
  const headings = ["Date", "State", "Received", "Clean", "Quarantine", "Alerts", "Reports"];
  const rows = [...at.shown, ...at.missing].sort().reverse().map((day) => dateRow(at, day));
  const more = rows.slice(MOST_ROWS);
  return section("dates", "Every date", `The marks stand for ${listed(at.feeds)}, in this order.`,
    table("Every date shown", headings, rows.slice(0, MOST_ROWS)),
    more.length ? make("details", {class: "alternative"}, make("summary", {}, `${counted(more.length, "earlier date")}`),
      table("Earlier dates", headings, more)) : null);
}

const MOST_ROWS = 31;
