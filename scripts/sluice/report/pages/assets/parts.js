// The other parts of the pages. `at` is what is shown: see verdicts.js.

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
