// The charts of reasons, rates, typical values, and of one date.

// The reasons with the most lines over these dates; the others together.
function topReasons(feeds, days, blocks) {
  const sums = {};
  for (const day of days) {
    for (const feed of feeds) {
      for (const [rule, rows] of Object.entries(blocks[day].reasons?.[feed] ?? {})) {
        sums[rule] = (sums[rule] ?? 0) + rows;
      }
    }
  }
  const sorted = Object.keys(sums).sort((one, other) => sums[other] - sums[one] || (one < other ? -1 : 1));
  return {shown: sorted.slice(0, SERIES.length), others: sorted.slice(SERIES.length)};
}

function reasonsChart(feeds, days, blocks, chosen, choose) {
  const {shown, others} = topReasons(feeds, days, blocks);
  const rowsOf = (day, rules) => feeds.reduce((sum, feed) => sum + rules.reduce((part, rule) =>
    part + (blocks[day].reasons?.[feed]?.[rule] ?? 0), 0), 0);
  const bars = days.flatMap((day) => [
    ...shown.map((rule, place) => ({day, name: rule, colour: `var(--${SERIES[place]})`, rows: rowsOf(day, [rule])})),
    {day, name: "other reasons", colour: "var(--series-other)", rows: rowsOf(day, others)},
  ]).filter((bar) => bar.rows);
  const tops = days.map((day) => ({day, total: rowsOf(day, [...shown, ...others]),
    parts: bars.filter((bar) => bar.day === day)}));
  const top = Math.max(1, ...tops.map((point) => point.total)) * 1.08;
  const words = "Rejected lines per date, by reason";
  return (width) => choosing(chart(roomFor(days, width), {
    height: 240,
    x: dateScale(days, roomFor(days, width)),
    y: {label: null, domain: [0, top], ticks: 5, tickFormat: compact, grid: true, tickSize: 0},
    marks: [
      dateMark(chosen, 0, top),
      Plot.rectY(bars, {x: (bar) => noonOf(bar.day), interval: "day", y: "rows", fill: "colour",
        inset: days.length > 120 ? 0 : 1, className: "reasons"}),
      Plot.ruleY([0], {stroke: "var(--muted)"}),
      hover(tops, "total", (point) => [dayWords(point.day),
        ...point.parts.map((bar) => `${grouped(bar.rows)} ${bar.name}`)].join("\n")),
    ],
  }, words), choose);
}

function rateChart(metric, feeds, days, blocks, chosen, choose) {
  const points = feeds.flatMap((feed) => days.map((day) =>
    ({day, feed, rate: blocks[day].rates?.[feed]?.[metric] ?? NaN})));
  const top = Math.max(0.005, ...points.map((point) => point.rate).filter(Number.isFinite)) * 1.1;
  return (width) => choosing(chart(roomFor(days, width), {
    height: 180,
    marginRight: 70,
    x: dateScale(days, roomFor(days, width)),
    y: {label: null, domain: [0, top], ticks: 4, tickFormat: (rate) => percent(rate, top < 0.03 ? 1 : 0), grid: true,
      tickSize: 0},
    marks: [
      dateMark(chosen, 0, top),
      ...lines(feeds, points, "rate", [0, top], 126),
      hover(points, "rate", (point) => `${dayWords(point.day)}\n${percent(point.rate, 2)} of ${point.feed}`),
    ],
  }, `${METRICS[metric]}: share of lines per date and feed`), choose);
}

function spreadOf(points) {
  const values = points.flatMap((point) => [point.p50, point.p95]).filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return {low, high, isLog: low > 0 && high / low > 50};
}

function middleChart(name, points, days, chosen, choose, unit) {
  const x = (point) => noonOf(point.day);
  const {low, high, isLog} = spreadOf(points);
  const domain = isLog ? [low / 1.3, high * 1.3] : [Math.min(0, low), high * 1.1 || 1];
  const powers = Array.from({length: 40}, (_, power) => 10 ** (power - 20))
    .filter((tick) => tick >= domain[0] && tick <= domain[1]);
  return (width) => choosing(chart(roomFor(days, width), {
    height: 180,
    marginRight: 40,
    x: dateScale(days, roomFor(days, width)),
    y: {label: null, type: isLog ? "log" : "linear", domain, ticks: isLog ? powers : 4, tickFormat: unit,
      tickSize: 0},
    marks: [
      dateMark(chosen, ...domain),
      Plot.gridY(isLog ? powers : {ticks: 4}),
      Plot.lineY(points, {x, y: "p95", stroke: "var(--series-2)", strokeWidth: 1.75, strokeDasharray: "6 3"}),
      Plot.lineY(points, {x, y: "p50", stroke: "var(--series-1)", strokeWidth: 1.75}),
      Plot.dot(points.length < 130 ? points : [], {x, y: "p95", r: 2.2, fill: "var(--series-2)", stroke: "none"}),
      Plot.dot(points.length < 130 ? points : [], {x, y: "p50", r: 2.2, fill: "var(--series-1)", stroke: "none"}),
      ...[["p95", -6, "var(--series-2)"], ["p50", 6, "var(--series-1)"]].map(([y, dy, fill]) =>
        Plot.text(points.filter((point) => Number.isFinite(point.p50)).slice(-1),
          {x, y, dy, dx: 8, text: () => y, textAnchor: "start", fill, fontWeight: 600})),
      hover(points, "p95", (point) => `${dayWords(point.day)}\np50 ${unit(point.p50)}, p95 ${unit(point.p95)}`),
    ],
  }, `${name}: median and 95th percentile per date`), choose);
}

// A day's hours as bars: received, and of them clean.
function hoursChart(feed, block) {
  const [received, clean] = block.hours[feed];
  const hours = received.map((count, hour) => ({hour, count, clean: clean[hour]}));
  const missing = missingHours(block, feed);
  const holes = hours.filter((each) => missing.includes(each.hour));
  return (width) => chart(Math.min(width, 900), {
    height: 200,
    x: {domain: [0, 24], ticks: [0, 3, 6, 9, 12, 15, 18, 21, 24], label: null, tickSize: 0,
      tickFormat: (hour) => `${String(hour).padStart(2, "0")}:00`},
    y: {label: null, grid: true, ticks: 4, tickFormat: compact, tickSize: 0},
    marks: [
      Plot.rect(holes, {x1: "hour", x2: (each) => each.hour + 1, y1: 0, y2: Math.max(1, ...received), inset: 1,
        fill: "var(--hole)", fillOpacity: 0.25}),
      Plot.rect(hours, {x1: "hour", x2: (each) => each.hour + 1, y1: 0, y2: "clean", inset: 1, fill: "var(--clean)",
        className: "hours"}),
      Plot.rect(hours, {x1: "hour", x2: (each) => each.hour + 1, y1: "clean", y2: "count", inset: 1,
        fill: "var(--quarantine)"}),
      Plot.text(holes, {x: (each) => each.hour + 0.5, y: 0, dy: -10, text: () => "✕", fill: "var(--error)",
        fontWeight: 700, className: "holes"}),
      Plot.ruleY([0], {stroke: "var(--muted)"}),
      Plot.tip(hours, Plot.pointerX({
        x: (each) => each.hour + 0.5, y: "count", fill: "var(--surface)", stroke: "var(--line)",
        title: (each) => `${hourSpans([each.hour])} UTC\n${grouped(each.count)} received, ${grouped(each.clean)} clean`,
      })),
    ],
  }, `${feed} per hour, received and clean`);
}
