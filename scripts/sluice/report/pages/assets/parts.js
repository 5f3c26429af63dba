// The parts of the pages. `at` is what is shown: days, blocks, day (the chosen date), feeds and choose.

function stateList(block, feeds) {
  return make("ul", {class: "states"}, feeds.map((feed) => {
    const checks = feedChecks(block, feed);
    const state = level(checks);
    const [total, , quarantine] = block.volume[feed];
    const alerts = firing(checks);
    const why = alerts.filter((check) => check[2] === state).map((check) => check[3]);
    if (state !== "error" && total && hoursWords(block, feed)) why.push(hoursWords(block, feed));
    return make("li", {class: state}, badge(state), make("div", {},
      make("p", {class: "verdict"}, make("strong", {}, `${feed}: ${LEVELS[state].word.toLowerCase()}`),
        why.length ? ` – ${why.join("; ")}.` : "."),
      make("p", {class: "numbers"}, [
        `${counted(total, "line")} received, ${against(block, feed)}`,
        cleanAgainst(block, feed),
        `${grouped(quarantine)} in quarantine`,
        alertCount(alerts),
      ].join(" · "))));
  }));
}

function alertCount(alerts) {
  const of = (severity) => alerts.filter((check) => check[2] === severity).length;
  const parts = [["error", "error"], ["warn", "warning"]].filter(([severity]) => of(severity))
    .map(([severity, word]) => counted(of(severity), word));
  return parts.length ? listed(parts) : "no alert";
}

function alertsPart(block, feeds) {
  const checks = block.checks.filter((check) => feeds.includes(check[1]));
  const alerts = firing(checks);
  alerts.sort((one, other) => (one[2] === other[2] ? 0 : one[2] === "error" ? -1 : 1));
  const left = skipped(checks);
  return section("alerts", "Alerts", alerts.length ? null : "No check fires.",
    alerts.length ? make("ul", {class: "alerts"}, alerts.map(([type, feed, severity, message]) =>
      make("li", {class: severity}, badge(severity), make("p", {},
        make("strong", {}, `${feed}:`), ` ${message} `,
        make("span", {class: "name"}, `${severity === "error" ? "error" : "warning"}, ${type}`))))) : null,
    left.length ? make("details", {}, make("summary", {}, `${counted(left.length, "check")} could not run`),
      table("Checks that could not run", ["Check", "Feed", "Why"],
        left.map(([type, feed, , why]) => [type, feed, why]))) : null);
}

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
      cleanChart(at.feeds, at.shown, at.blocks, at.day, at.choose),
      make("figcaption", {}, "Share of received lines that are clean."),
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
      figure(`${feed} received per date`, volumeChart(feed, at.shown, at.blocks, at.day, at.choose),
        asTable(`${feed} received per date`, ["Date", "Received", "Clean", "Quarantine", "State"],
          () => at.shown.filter((day) => at.blocks[day].volume?.[feed]).map((day) => [dayWords(day),
            ...at.blocks[day].volume[feed], LEVELS[level(feedChecks(at.blocks[day], feed))].word]).reverse())))));
}

function hoursPart(at) {
  const feeds = at.feeds.filter((feed) => at.shown.some((day) => at.blocks[day].hours?.[feed]));
  if (!feeds.length) return null;
  return section("hours", "Which hours are missing?", null, feeds.map((feed) => {
    const holes = at.shown.map((day) => [day, missingHours(at.blocks[day], feed)])
      .filter(([, hours]) => hours.length);
    const rows = () => holes.map(([day, hours]) => [dayWords(day), hours.length, `${hourSpans(hours)} UTC`]).reverse();
    const chosen = hoursWords(at.blocks[at.day], feed);
    return make("div", {}, make("h3", {}, feed),
      make("p", {class: "lead"}, `${dayWords(at.day)}: ${chosen}.`),
      holes.length ? make("ul", {class: "holes"}, rows().slice(0, 6).map(([day, , hours]) =>
        make("li", {}, `${day}: none at ${hours}`)),
      holes.length > 6 ? make("li", {}, `and ${counted(holes.length - 6, "earlier date")}, in the table`) : null) : null,
      legend([["hole", "✕ missing: no line, where there usually are"], ["none", "no line, not unusual"],
        ["heat", "few to many lines"]]),
      figure(`${feed} per hour and date`, heatChart(feed, at.shown, at.blocks, at.day, at.choose),
        make("figcaption", {}, "Hours of the day downwards, in UTC. Only what happened on the date itself counts."),
        holes.length ? asTable(`Missing hours of ${feed}`, ["Date", "Hours", "Which"], rows) : null));
  }));
}

function exampleLines(examples) {
  return make("ul", {class: "examples"}, examples.map(([file, line, text, others]) => make("li", {},
    make("code", {}, text),
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
      "Lines are as received. ␣ is a blank at either end, ⟨U+0009⟩ and the like what can't be seen.") : null,
  ];
}

function reasonTable(at, rows) {
  const headings = ["Reason", "Feed", "Lines", "Of its feed", ...(rows[0]?.before === null ? [] : ["Date before"]),
    "Such lines look like this"];
  return table(`Reasons on ${dayWords(at.day)}`, headings, rows.map((row) => [
    make("div", {}, make("strong", {class: "rule"}, row.rule), make("span", {class: "means"}, row.means)),
    row.feed, row.rows, percent(row.share), ...(row.before === null ? [] : [row.before]),
    row.examples.length ? exampleLines(row.examples) : make("a", {href: `ingest_date=${at.day}/index.html#reasons`},
      "on the date's page"),
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
  const {shown, others} = topReasons(at.feeds, at.shown, at.blocks);
  return section("reasons", "Why were lines rejected?", reasonWords(at, block),
    ...reasonTables(at, block),
    make("h3", {}, "Over time"),
    legend([...shown.map((rule, place) => [SERIES[place], rule]),
      ...(others.length ? [["series-other", "other reasons"]] : [])]),
    figure("Rejected lines per date, by reason", reasonsChart(at.feeds, at.shown, at.blocks, at.day, at.choose),
      make("figcaption", {}, "A line with two reasons counts under both."),
      asTable("Rejected lines per date, by reason", ["Date", ...shown, "other reasons"], () => at.shown.map((day) => {
        const sum = (rules) => at.feeds.reduce((total, feed) => total + rules.reduce((part, rule) =>
          part + (at.blocks[day].reasons?.[feed]?.[rule] ?? 0), 0), 0);
        return [dayWords(day), ...shown.map((rule) => sum([rule])), sum(others)];
      }).reverse())));
}

function ratesPart(at) {
  const has = (metric, feed) => at.shown.some((day) => at.blocks[day].rates?.[feed]?.[metric] !== undefined);
  const metrics = Object.keys(METRICS).filter((metric) => at.feeds.some((feed) => has(metric, feed)));
  return section("rates", "Faults by kind", "Share of received lines, whatever else is wrong with them.",
    make("div", {class: "grid"}, metrics.map((metric) => {
      const feeds = at.feeds.filter((feed) => has(metric, feed));
      return make("div", {}, make("h3", {}, METRICS[metric]),
        figure(METRICS[metric], rateChart(metric, feeds, at.shown, at.blocks, at.day, at.choose),
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
        figure(title, middleChart(title, points, at.shown, at.day, at.choose, unit),
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

function datesPart(at) {
  const rows = [...at.shown].reverse().map((day) => {
    const block = at.blocks[day];
    const states = at.feeds.map((feed) => [feed, level(feedChecks(block, feed))]);
    const sum = (place) => volumeSum(block, at.feeds, place);
    return [
      make("a", {href: `ingest_date=${day}/index.html`}, dayWords(day)),
      make("span", {class: "marks"}, states.map(([feed, state]) => make("span", {class: "mark"}, badge(state),
        make("span", {class: "unseen"}, `${feed} ${LEVELS[state].word} `)))),
      sum(0), sum(0) ? percent(sum(1) / sum(0)) : "no line", sum(2),
      firing(block.checks.filter((check) => at.feeds.includes(check[1]))).length,
      make("span", {class: "links"}, reportLinks(`ingest_date=${day}/`)),
    ];
  });
  return section("dates", "Every date", `The marks stand for ${listed(at.feeds)}, in this order.`,
    table("Every date shown", ["Date", "State", "Received", "Clean", "Quarantine", "Alerts", "Reports"], rows));
}
