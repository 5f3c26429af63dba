// What all charts have in common: looks of feeds, scales of dates, the frame. Colours are variables of the
// style sheet, so that they follow the scheme and the printer.

const HEAT_STEPS = 5;
const SERIES = Array.from({length: 12}, (_, place) => `series-${place + 1}`);
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

const MARGINS = 126; // of a chart, about
const WIDEST_BAR = 72;
const REACH = 200; // of the mouse, as few dates lie far apart
const MANY = 92; // dates: single ones are too thin to read, and a line is smoothed

const widthOf = (days, width) => (width - MARGINS) / ((startOf(days.at(-1)) - startOf(days[0])) / DAY_MS + 1);

// Between bars: nothing where they are thin, much where they would be slabs.
function gaps(days, width) {
  const gap = days.length > 120 ? 0 : Math.max(1, (widthOf(days, width) - WIDEST_BAR) / 2);
  return {insetLeft: gap, insetRight: gap};
}

// The scale of dates: months where there are many, else as many dates as there is room for.
function dateScale(days, width) {
  const room = Math.max(1, Math.floor((width - MARGINS) / 60));
  return days.length > MANY ? monthScale(days, room) : dayScale(days, room);
}

function monthScale(days, room) {
  const months = [...new Set(days.map((day) => `${day.slice(0, 7)}-01`))].filter((day) => day >= days[0]);
  const step = Math.ceil(months.length / room);
  const named = months.filter((_, place) => place % step === 0);
  return {...scaleOf(days), ticks: named.map((day) => new Date(startOf(day))), tickFormat: (_, place) => {
    const [year, month] = named[place].split("-").map(Number);
    return `${MONTHS[month - 1].slice(0, 3)}${place === 0 || month <= step ? `\n${year}` : ""}`;
  }};
}

const scaleOf = (days) => ({
  type: "utc",
  domain: [new Date(startOf(days[0])), new Date(startOf(days.at(-1)) + DAY_MS)],
  label: null,
  tickSize: 0,
});

function dayScale(days, room) {
  const step = Math.ceil(days.length / room);
  const named = days.filter((_, place) => (days.length - 1 - place) % step === 0);
  const year = (place) => named[place].slice(0, 4);
  const isNewYear = (place) => place === 0 || year(place) !== year(place - 1);
  return {
    ...scaleOf(days),
    ticks: named.map(noonOf),
    tickFormat: (_, place) => `${shortDay(named[place])}${isNewYear(place) ? `\n${year(place)}` : ""}`,
  };
}

// The frame of every chart over dates: `at` is what is shown, `marks` are drawn over the chosen date's own mark.
function dateChart(at, words, {height, marginRight = 12, y, marks}) {
  return (width) => {
    const drawn = chart(width, {
      height,
      marginRight,
      x: dateScale(at.shown, width),
      y: {label: null, tickSize: 0, ...y},
      marks: [at.shown.includes(at.day) ? dateMark(at.day, ...y.domain) : null, ...marks(width)],
    }, words);
    drawn.addEventListener("click", () => drawn.value?.day && at.choose(drawn.value.day));
    return drawn;
  };
}

function dateMark(day, from, to) {
  return Plot.rectY([day], {x: noonOf, interval: "day", y1: from, y2: to, fill: "var(--chosen)"});
}

function hover(points, y, words) {
  return Plot.tip(points, Plot.pointerX({
    x: (point) => noonOf(point.day), y, title: words, fill: "var(--surface)", stroke: "var(--line)", lineHeight: 1.3,
    maxRadius: REACH,
  }));
}
