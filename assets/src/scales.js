// Axes and marks that all drawings share.

import { axisBottom, axisLeft } from "d3-axis";
import { scaleLinear, scaleUtc } from "d3-scale";
import { select } from "d3-selection";

import { svg } from "./elements.js";
import { moments, shortNumbers } from "./locales.js";

/** Returns a picture that fills its place, with a name for those who do not see it. */
export function picture(width, height, name, group = false) {
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: group ? "group" : "img", "aria-label": name });
}

export function numbersScale(values, range, fromZero = false) {
  const [low, high] = extent(values);
  return scaleLinear([fromZero ? Math.min(0, low) : low, fromZero ? Math.max(0, high) : high], range).nice();
}

export function timesScale(values, range) {
  const [low, high] = extent(values);
  const margin = low === high ? 366 * 864e5 : 0;
  return scaleUtc([new Date(low - margin), new Date(high + margin)], range).nice();
}

export function bottomAxis(scale, height, language, isTime) {
  const axis = axisBottom(scale).ticks(8).tickSizeOuter(0);
  if (!isTime) axis.tickFormat(shortNumbers(language).format);
  else axis.tickFormat(timeFormat(scale, language));
  return drawn(axis, `translate(0,${height})`);
}

export function leftAxis(scale, left, language) {
  const axis = axisLeft(scale).ticks(6).tickSizeOuter(0);
  return drawn(axis.tickFormat(shortNumbers(language).format), `translate(${left},0)`);
}

function timeFormat(scale, language) {
  const [from, until] = scale.domain();
  const days = (until - from) / 864e5;
  const parts = days > 1100 ? { year: "numeric" } : { year: "numeric", month: "short", ...(days < 90 ? { day: "numeric" } : {}) };
  return moments(language, parts);
}

function drawn(axis, transform) {
  const place = svg("g", { transform, class: "axis", "aria-hidden": "true" });
  select(place).call(axis);
  return place;
}

function extent(values) {
  const known = values.filter(Number.isFinite);
  return known.length ? [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))] : [0, 1];
}
