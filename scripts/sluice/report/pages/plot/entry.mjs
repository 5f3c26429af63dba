// The parts of Observable Plot that the pages use: the bundle holds these and what they need.
export {
  areaY, axisX, axisY, barX, barY, cell, dot, gridX, gridY, lineY, plot, pointer, pointerX, rect, rectY, ruleX, ruleY,
  text, tickX, tip,
} from "@observablehq/plot";
