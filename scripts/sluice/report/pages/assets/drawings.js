// The charts of reasons, rates, typical values, and of one date.

// What is wrong, without the column it is about: a rule's name ends with it.
const faultOf = (rule) => (/_(in_future|too_[a-z]+|negative)$/.test(rule) ? "out of range" : rule.match(/[a-z]+$/)[0]);

// The kinds of faults over these dates, each with its rules, those with the most lines first. There are fewer than
// colours; dozens of rules would be told apart by nobody, and most lines would be of the others.
function faultKinds({feeds, shown, blocks}) {
  const kinds = {};
  for (const day of shown) {
    for (const feed of feeds) {
      for (const [rule, rows] of Object.entries(blocks[day].reasons?.[feed] ?? {})) {
        const kind = kinds[faultOf(rule)] ??= {name: faultOf(rule), rules: new Set(), rows: 0};
        kind.rules.add(rule);
        kind.rows += rows;
      }
    }
  }
  return Object.values(kinds).sort((one, other) => other.rows - one.rows || (one.name < other.name ? -1 : 1));
}

// How many rejected lines of a date have a kind of fault; one with two of its reasons counts twice.
const rowsOfKind = ({feeds, blocks}, day, {rules}) => feeds.reduce((sum, feed) => sum + [...rules].reduce(
  (part, rule) => part + (blocks[day].reasons?.[feed]?.[rule] ?? 0), 0), 0);

const colourOfKind = (place) => SERIES[place] ?? "series-other";

function reasonsChart(at, kinds) {
  const {shown} = at;
  const bars = shown.flatMap((day) => kinds.map((kind, place) =>
    ({day, name: kind.name, colour: `var(--${colourOfKind(place)})`, rows: rowsOfKind(at, day, kind)})))
    .filter((bar) => bar.rows);
  const tops = shown.map((day) => {
    const parts = bars.filter((bar) => bar.day === day);
    return {day, parts, total: parts.reduce((sum, bar) => sum + bar.rows, 0)};
  });
  const domain = [0, Math.max(1, ...tops.map((point) => point.total)) * 1.08];
  return dateChart(at, "Rejected lines per date, by kind of fault", {
    height: 240,
    y: {domain, ticks: 5, tickFormat: compact, grid: true},
    marks: (width) => [
      Plot.rectY(bars, {x: (bar) => noonOf(bar.day), interval: "day", y: "rows", fill: "colour",
        ...gaps(shown, width), className: "reasons"}),
      Plot.ruleY([0], {stroke: "var(--muted)"}),
      hover(tops, "total", (point) => [dayWords(point.day),
        ...point.parts.map((bar) => `${grouped(bar.rows)} ${bar.name}`)].join("\n")),
    ],
  });
}

function rateChart(at, metric, feeds) {
  const points = feeds.flatMap((feed) => at.shown.map((day) =>
    ({day, feed, rate: at.blocks[day].rates?.[feed]?.[metric] ?? NaN})));
  const top = Math.max(0.005, ...points.map((point) => point.rate).filter(Number.isFinite)) * 1.1;
  return dateChart(at, `${METRICS[metric]}: share of lines per date and feed`, {
    height: 180,
    marginRight: 70,
    y: {domain: [0, top], ticks: 4, tickFormat: (rate) => percent(rate, top < 0.03 ? 1 : 0), grid: true},
    marks: () => [
      ...lines(at, feeds, points, "rate", [0, top], 126),
      hover(points, "rate", (point) => `${dayWords(point.day)}\n${percent(point.rate, 2)} of ${point.feed}`),
    ],
  });
}

function spreadOf(points) {
  const values = points.flatMap((point) => [point.p50, point.p95]).filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return {low, high, isLog: low > 0 && high / low > 50};
}

function middleChart(at, name, found, unit) {
  const x = (point) => noonOf(point.day);
  const {low, high, isLog} = spreadOf(found);
  const domain = isLog ? [low / 1.3, high * 1.3] : [Math.min(0, low), high * 1.1 || 1];
  const powers = Array.from({length: 40}, (_, power) => 10 ** (power - 20))
    .filter((tick) => tick >= domain[0] && tick <= domain[1]);
  const all = broken(at, found);
  const isMany = at.shown.length > MANY;
  const series = [["p95", -6, "var(--series-2)", "6 3"], ["p50", 6, "var(--series-1)", null]];
  return dateChart(at, `${name}: median and 95th percentile per date`, {
    height: 180,
    marginRight: 40,
    y: {type: isLog ? "log" : "linear", domain, ticks: isLog ? powers : 4, tickFormat: unit},
    marks: () => [
      Plot.gridY(isLog ? powers : {ticks: 4}),
      ...series.flatMap(([y, dy, stroke, strokeDasharray]) => {
        const points = isMany ? smoothed(all, y) : all;
        const known = points.filter((point) => Number.isFinite(point[y]));
        return [
          isMany ? Plot.lineY(all, {x, y, stroke, strokeWidth: 0.75, strokeOpacity: 0.35}) : null,
          Plot.lineY(points, {x, y, stroke, strokeWidth: 1.75, strokeDasharray}),
          isMany ? null : Plot.dot(known, {x, y, r: 2.2, fill: stroke, stroke: "none"}),
          Plot.text(known.slice(-1), {x, y, dy, dx: 8, text: () => y, textAnchor: "start", fill: stroke,
            fontWeight: 600}),
        ];
      }),
      hover(found, "p95", (point) => `${dayWords(point.day)}\np50 ${unit(point.p50)}, p95 ${unit(point.p95)}`),
    ],
  });
}

// A day's hours as bars: received, and of them clean.
function hoursChart(feed, block) {
  const [received, clean] = block.hours[feed];
  const hours = received.map((count, hour) => ({hour, count, clean: clean[hour]})).filter(isThere);
  const usual = (block.usual_hours?.[feed] ?? []).map((count, hour) => ({hour, count}));
  const missing = missingHours(block, feed);
  const holes = hours.filter((each) => missing.includes(each.hour));
  return (width) => chart(Math.min(width, 900), {
    height: 200,
    x: {domain: [0, 24], ticks: [0, 3, 6, 9, 12, 15, 18, 21, 24], label: null, tickSize: 0,
      tickFormat: (hour) => `${String(hour).padStart(2, "0")}:00`},
    y: {label: null, grid: true, ticks: 4, tickFormat: compact, tickSize: 0},
    marks: [
      Plot.rect(usual, {x1: "hour", x2: (each) => each.hour + 1, y1: 0, y2: "count", fill: "var(--line)",
        className: "usual"}),
      Plot.rect(holes, {x1: "hour", x2: (each) => each.hour + 1, y1: 0, y2: Math.max(1, ...received), inset: 1,
        fill: "var(--hole)", fillOpacity: 0.25}),
      Plot.rect(hours, {x1: "hour", x2: (each) => each.hour + 1, y1: 0, y2: "clean", inset: 1, fill: "var(--clean)",
        className: "hours"}),
      Plot.rect(hours, {x1: "hour", x2: (each) => each.hour + 1, y1: "clean", y2: "count", inset: 1,
        fill: "var(--quarantine)"}),
      Plot.ruleY(usual, {y: "count", x1: "hour", x2: (each) => each.hour + 1, stroke: "var(--ink)", strokeWidth: 1.25,
        strokeDasharray: "2 2"}),
      Plot.text(holes, {x: (each) => each.hour + 0.5, y: 0, dy: -10, text: () => "✕", fill: "var(--error)",
        fontWeight: 700, className: "holes"}),
      Plot.ruleY([0], {stroke: "var(--muted)"}),
      Plot.tip(hours, Plot.pointerX({
        x: (each) => each.hour + 0.5, y: "count", fill: "var(--surface)", stroke: "var(--line)",
        title: (each) => [`${hourSpans([each.hour])} ${zoneOf(feed)}`,
          `${grouped(each.count)} received, ${grouped(each.clean)} clean`,
          ...(usual[each.hour] ? [`usually ${grouped(usual[each.hour].count)}`] : [])].join("\n"),
      })),
    ],
  }, `${feed} per hour, received and clean`);
}
