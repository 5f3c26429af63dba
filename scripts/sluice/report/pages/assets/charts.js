// The charts, one function each; `at` is what is shown.

const rangeWords = ([least, most]) => (least === most ? grouped(most) : `${grouped(least)} to ${grouped(most)}`);

function volumeChart(at, feed) {
  const {shown, blocks} = at;
  const points = shown.filter((day) => blocks[day].volume?.[feed]).map((day) => {
    const [total, clean, quarantine] = blocks[day].volume[feed];
    return {day, total, clean, quarantine, usual: blocks[day].usual?.[feed], state: stateOf(blocks[day], feed)};
  });
  const top = Math.max(1, ...points.map((point) => Math.max(point.total, point.usual?.[1] ?? 0))) * 1.15;
  const bars = (kind) => points.map((point) => ({...point, kind, rows: point[kind]}));
  const usual = broken(at, points.filter((point) => point.usual));
  return dateChart(at, `${feed}: lines received per date, clean and in quarantine`, {
    height: 170,
    y: {domain: [0, top], ticks: 4, tickFormat: compact, grid: true},
    marks: (width) => [
      Plot.rectY([...bars("clean"), ...bars("quarantine")], {
        x: (bar) => noonOf(bar.day), interval: "day", y: "rows", ...gaps(shown, width),
        fill: (bar) => `var(--${bar.kind})`, className: "bars",
      }),
      Plot.lineY(usual, {
        x: (point) => noonOf(point.day), y: (point) => (point.usual ? (point.usual[0] + point.usual[1]) / 2 : NaN),
        stroke: "var(--ink)", strokeWidth: 1, strokeDasharray: "2 3", curve: "step",
      }),
      Plot.text(points.filter((point) => point.state === "lacking"), {
        x: (point) => noonOf(point.day), y: "total", text: () => "✕", dy: -9, fill: "var(--error)", fontWeight: 700,
        fontSize: 13, className: "partial",
      }),
      Plot.ruleY([0], {stroke: "var(--muted)"}),
      hover(points, "total", (point) => [
        `${dayWords(point.day)}: ${LEVELS[point.state].word.toLowerCase()}`,
        `${grouped(point.total)} received${point.usual ? `, usually ${rangeWords(point.usual)}` : ""}`,
        `${grouped(point.clean)} clean, ${grouped(point.quarantine)} in quarantine`,
      ].join("\n")),
    ],
  });
}

// Points with one of no value for each date that never came: there a line breaks.
function broken(at, points) {
  return [...points, ...at.missing.map((day) => ({day}))].sort((one, other) => (one.day < other.day ? -1 : 1));
}

function cleanChart(at) {
  const points = at.feeds.flatMap((feed) => at.shown.map((day) => {
    const [total, clean] = at.blocks[day].volume?.[feed] ?? [0, 0];
    return {day, feed, share: clean / total}; // not a number without a line: there the curve breaks
  }));
  const lowest = Math.min(0.9, ...points.map((point) => point.share).filter(Number.isFinite));
  const domain = [Math.max(0, Math.floor(lowest * 20) / 20), 1];
  return dateChart(at, "Share of lines that are clean, per date and feed", {
    height: 220,
    marginRight: 70,
    y: {domain, ticks: 5, tickFormat: (share) => percent(share, 0), grid: true},
    marks: () => [
      ...lines(at, at.feeds, points, "share", domain, 166),
      hover(points, "share", (point) => `${dayWords(point.day)}\n${percent(point.share)} of ${point.feed} clean`),
    ],
  });
}

// A line per feed with its name at the end, and dots where there are few dates.
function lines(at, feeds, all, y, domain, height) {
  const x = (point) => noonOf(point.day);
  const series = feeds.map((feed) => broken(at, all.filter((point) => point.feed === feed)));
  const drawn = at.shown.length > MANY ? series.map((points) => smoothed(points, y)) : series;
  const points = drawn.flat();
  const known = points.filter((point) => Number.isFinite(point[y]));
  const last = feeds.map((feed) => known.filter((point) => point.feed === feed).at(-1)).filter(Boolean);
  return [
    ...feeds.flatMap((feed, place) => [
      drawn === series ? null
        : Plot.lineY(series[place], {x, y, strokeWidth: 0.75, strokeOpacity: 0.35, stroke: lookOf(feed).stroke}),
      Plot.lineY(drawn[place], {x, y, strokeWidth: 1.75, ...lookOf(feed)}),
    ]),
    points.length < 130 ? Plot.dot(known, {
      x, y, r: 2.2, fill: (point) => lookOf(point.feed).stroke, stroke: "none", className: "dots",
    }) : null,
    ...apart(last, y, domain, height).map((point) => Plot.text([point], {
      x, y, dy: point.shift, dx: 8, text: "feed", textAnchor: "start", fill: lookOf(point.feed).stroke,
      fontWeight: 600,
    })),
  ];
}

// Each value as the mean of the week around it; where there is none, there is none.
function smoothed(points, y) {
  return points.map((point, place) => {
    const around = points.slice(Math.max(0, place - 3), place + 4).map((other) => other[y]).filter(Number.isFinite);
    const mean = around.reduce((sum, value) => sum + value, 0) / around.length;
    return {...point, [y]: Number.isFinite(point[y]) ? mean : NaN};
  });
}

// Names of lines that end close to each other step aside.
function apart(points, y, [from, to], height) {
  const sorted = [...points].sort((one, other) => other[y] - one[y]);
  let place = -Infinity;
  return sorted.map((point) => {
    const natural = (to - point[y]) / (to - from) * height;
    place = Math.max(natural, place + 13);
    return {...point, shift: place - natural};
  });
}

function heatChart(at, feed) {
  const {shown, blocks} = at;
  const cells = shown.flatMap((day) =>
    (blocks[day].hours?.[feed]?.[0] ?? []).map((count, hour) => ({day, hour, count}))).filter(isThere);
  const most = Math.max(1, ...cells.map((cell) => cell.count));
  const step = (cell) => Math.min(HEAT_STEPS, 1 + Math.floor(cell.count / most * HEAT_STEPS));
  const missing = new Map(shown.map((day) => [day, missingHours(blocks[day], feed)]));
  const holes = cells.filter((cell) => missing.get(cell.day).includes(cell.hour));
  const isHole = new Set(holes);
  const fill = (cell) => `var(--${cell.count ? `heat-${step(cell)}` : isHole.has(cell) ? "hole" : "heat-0"})`;
  const words = [`${feed} per hour and date: ${counted(holes.length, "hour")} missing`,
    ...(at.missing.length ? [`${counted(at.missing.length, "date")} never came`] : [])].join(", ");
  const span = {x1: (cell) => new Date(startOf(cell.day)), x2: (cell) => new Date(startOf(cell.day) + DAY_MS)};
  return dateChart(at, words, {
    height: 330,
    y: {domain: [24, 0], ticks: [0, 3, 6, 9, 12, 15, 18, 21, 24],
      tickFormat: (hour) => `${String(hour).padStart(2, "0")}:00`},
    marks: (width) => [
      Plot.rect(cells, {...span, y1: "hour", y2: (cell) => cell.hour + 1, inset: shown.length > 120 ? 0 : 0.5, fill,
        className: "cells"}),
      Plot.rect(at.missing.map((day) => ({day})), {...span, y1: 0, y2: 24, fill: "var(--hole)", className: "gone"}),
      widthOf(shown, width) > 9 ? Plot.text(holes, {
        x: (cell) => noonOf(cell.day), y: (cell) => cell.hour + 0.5, text: () => "✕", fill: "var(--surface)",
        fontWeight: 700, fontSize: 10, className: "holes",
      }) : null,
      Plot.rect(shown.includes(at.day) ? [{day: at.day}] : [], {...span, y1: 0, y2: 24, stroke: "var(--ink)",
        strokeWidth: 1.5, fill: "none"}),
      Plot.tip(cells, Plot.pointer({
        maxRadius: REACH,
        x: (cell) => noonOf(cell.day), y: (cell) => cell.hour + 0.5, fill: "var(--surface)", stroke: "var(--line)",
        title: (cell) => [`${dayWords(cell.day)}, ${hourSpans([cell.hour])} ${zoneOf(feed)}`,
          `${counted(cell.count, "line")} of ${feed}`].join("\n"),
      })),
    ],
  });
}
