// The charts. Colours are variables of the style sheet, so that they follow the scheme and the printer.

const HEAT_STEPS = 5;
const SERIES = ["series-1", "series-2", "series-3", "series-4", "series-5", "series-6"];
// By a feed's place in the feed book: told apart without colours too.
const FEED_LOOKS = [
  {stroke: "var(--series-3)", strokeDasharray: "1 3"},
  {stroke: "var(--series-1)", strokeDasharray: null},
  {stroke: "var(--series-4)", strokeDasharray: "6 3"},
  {stroke: "var(--series-2)", strokeDasharray: "10 2 2 2"},
  {stroke: "var(--series-5)", strokeDasharray: "3 3"},
  {stroke: "var(--series-6)", strokeDasharray: "12 4"},
];

function lookOf(feed) {
  return FEED_LOOKS[data.feeds.indexOf(feed) % FEED_LOOKS.length];
}

function chart(width, options, words) {
  return drawPlot({
    className: "plot",
    width,
    marginLeft: 44,
    marginRight: 12,
    marginTop: 16,
    marginBottom: 38,
    ariaLabel: words,
    style: {background: "none", fontFamily: "inherit", fontSize: "12px"},
    ...options,
  });
}

// The scale of dates, with as many of them named as there is room for.
function dateScale(days, width) {
  const step = Math.ceil(days.length / Math.max(1, Math.floor((width - 126) / 60)));
  const named = days.filter((_, place) => (days.length - 1 - place) % step === 0);
  const year = (place) => named[place].slice(0, 4);
  const isNewYear = (place) => place === 0 || year(place) !== year(place - 1);
  return {
    type: "utc",
    domain: [new Date(startOf(days[0])), new Date(startOf(days.at(-1)) + DAY_MS)],
    label: null,
    ticks: named.map(noonOf),
    tickFormat: (_, place) => `${shortDay(named[place])}${isNewYear(place) ? `\n${year(place)}` : ""}`,
    tickSize: 0,
  };
}

// A few dates don't need the whole width: bars would become slabs.
const roomFor = (days, width) => Math.min(width, 126 + Math.max(4, days.length) * 72);

function dateMark(day, from, to) {
  return Plot.rectY([day], {x: noonOf, interval: "day", y1: from, y2: to, fill: "var(--chosen)"});
}

function hover(points, y, words) {
  return Plot.tip(points, Plot.pointerX({
    x: (point) => noonOf(point.day), y, title: words, fill: "var(--surface)", stroke: "var(--line)", lineHeight: 1.3,
  }));
}

function choosing(drawn, choose) {
  drawn.addEventListener("click", () => drawn.value?.day && choose(drawn.value.day));
  return drawn;
}

const rangeWords = ([least, most]) => (least === most ? grouped(most) : `${grouped(least)} to ${grouped(most)}`);

function volumeChart(feed, days, blocks, chosen, choose) {
  const points = days.filter((day) => blocks[day].volume?.[feed]).map((day) => {
    const [total, clean, quarantine] = blocks[day].volume[feed];
    return {day, total, clean, quarantine, usual: blocks[day].usual?.[feed],
      state: level(feedChecks(blocks[day], feed))};
  });
  const top = Math.max(1, ...points.map((point) => Math.max(point.total, point.usual?.[1] ?? 0))) * 1.15;
  const bars = (kind) => points.map((point) => ({...point, kind, rows: point[kind]}));
  const words = `${feed}: lines received per date, clean and in quarantine`;
  return (width) => choosing(chart(roomFor(days, width), {
    height: 170,
    x: dateScale(days, roomFor(days, width)),
    y: {label: null, domain: [0, top], ticks: 4, tickFormat: compact, grid: true, tickSize: 0},
    marks: [
      dateMark(chosen, 0, top),
      Plot.rectY([...bars("clean"), ...bars("quarantine")], {
        x: (bar) => noonOf(bar.day), interval: "day", y: "rows", inset: days.length > 120 ? 0 : 1,
        fill: (bar) => `var(--${bar.kind})`, className: "bars",
      }),
      Plot.lineY(points.filter((point) => point.usual), {
        x: (point) => noonOf(point.day), y: (point) => (point.usual[0] + point.usual[1]) / 2, stroke: "var(--ink)",
        strokeWidth: 1, strokeDasharray: "2 3", curve: "step",
      }),
      Plot.text(points.filter((point) => point.state === "error"), {
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
  }, words), choose);
}

function cleanChart(feeds, days, blocks, chosen, choose) {
  const points = feeds.flatMap((feed) => days.map((day) => {
    const [total, clean] = blocks[day].volume?.[feed] ?? [0, 0];
    return {day, feed, share: clean / total}; // not a number without a line: there the curve breaks
  }));
  const lowest = Math.min(0.9, ...points.map((point) => point.share).filter(Number.isFinite));
  const from = Math.max(0, Math.floor(lowest * 20) / 20);
  const words = "Share of lines that are clean, per date and feed";
  return (width) => choosing(chart(roomFor(days, width), {
    height: 220,
    marginRight: 70,
    x: dateScale(days, roomFor(days, width)),
    y: {label: null, domain: [from, 1], ticks: 5, tickFormat: (share) => percent(share, 0), grid: true, tickSize: 0},
    marks: [
      dateMark(chosen, from, 1),
      ...lines(feeds, points, "share", [from, 1], 166),
      hover(points, "share", (point) => `${dayWords(point.day)}\n${percent(point.share)} of ${point.feed} clean`),
    ],
  }, words), choose);
}

// A line per feed with its name at the end, and dots where there are few dates.
function lines(feeds, points, y, domain, height) {
  const x = (point) => noonOf(point.day);
  const known = points.filter((point) => Number.isFinite(point[y]));
  const last = feeds.map((feed) => known.filter((point) => point.feed === feed).at(-1)).filter(Boolean);
  return [
    ...feeds.map((feed) => Plot.lineY(points.filter((point) => point.feed === feed),
      {x, y, strokeWidth: 1.75, ...lookOf(feed)})),
    points.length < 130 ? Plot.dot(known, {
      x, y, r: 2.2, fill: (point) => lookOf(point.feed).stroke, stroke: "none", className: "dots",
    }) : null,
    ...apart(last, y, domain, height).map((point) => Plot.text([point], {
      x, y, dy: point.shift, dx: 8, text: "feed", textAnchor: "start", fill: lookOf(point.feed).stroke,
      fontWeight: 600,
    })),
  ];
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

function heatChart(feed, days, blocks, chosen, choose) {
  const cells = days.flatMap((day) =>
    (blocks[day].hours?.[feed]?.[0] ?? []).map((count, hour) => ({day, hour, count})));
  const most = Math.max(1, ...cells.map((cell) => cell.count));
  const step = (cell) => Math.min(HEAT_STEPS, 1 + Math.floor(cell.count / most * HEAT_STEPS));
  const missing = new Map(days.map((day) => [day, missingHours(blocks[day], feed)]));
  const holes = cells.filter((cell) => missing.get(cell.day).includes(cell.hour));
  const isHole = new Set(holes);
  const fill = (cell) => `var(--${cell.count ? `heat-${step(cell)}` : isHole.has(cell) ? "hole" : "heat-0"})`;
  const words = `${feed} per hour and date: ${counted(holes.length, "hour")} missing`;
  const place = {
    x1: (cell) => new Date(startOf(cell.day)), x2: (cell) => new Date(startOf(cell.day) + DAY_MS),
    y1: "hour", y2: (cell) => cell.hour + 1, inset: days.length > 120 ? 0 : 0.5,
  };
  return (width) => {
    const room = roomFor(days, width);
    return choosing(chart(room, {
      height: 330,
      x: dateScale(days, room),
      y: {domain: [24, 0], ticks: [0, 3, 6, 9, 12, 15, 18, 21, 24], label: null, tickSize: 0,
        tickFormat: (hour) => `${String(hour).padStart(2, "0")}:00`},
      marks: [
        Plot.rect(cells, {...place, fill, className: "cells"}),
        (room - 126) / days.length > 9 ? Plot.text(holes, {
          x: (cell) => noonOf(cell.day), y: (cell) => cell.hour + 0.5, text: () => "✕", fill: "var(--surface)",
          fontWeight: 700, fontSize: 10, className: "holes",
        }) : null,
        Plot.rect([chosen], {x1: (day) => new Date(startOf(day)), x2: (day) => new Date(startOf(day) + DAY_MS), y1: 0,
          y2: 24, stroke: "var(--ink)", strokeWidth: 1.5, fill: "none"}),
        Plot.tip(cells, Plot.pointer({
          x: (cell) => noonOf(cell.day), y: (cell) => cell.hour + 0.5, fill: "var(--surface)", stroke: "var(--line)",
          title: (cell) => [`${dayWords(cell.day)}, ${hourSpans([cell.hour])} UTC`,
            `${counted(cell.count, "line")} of ${feed}`].join("\n"),
        })),
      ],
    }, words), choose);
  };
}
