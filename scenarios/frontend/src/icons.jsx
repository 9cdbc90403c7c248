// Our own marks, in strokes: never colour alone, always beside a word.

const PATHS = {
  info: "M3 3h10v10H3zM5.5 6h5M5.5 8.5h5M5.5 11h3",
  decision: "M2 8h4l4-4h4M6 8l4 4h4",
  chance: "M3 3h10v10H3zM6 6h.01M10 10h.01M10 6h.01M6 10h.01",
  panel: "M5.5 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM2 13c0-2.5 1.5-4 3.5-4S9 10.5 9 13M10.5 7.5a2 2 0 1 0 0-4M11 9.5c1.8 0 3 1.3 3 3.5",
  reflect: "M2.5 3h11v7.5H8l-3 2.7v-2.7H2.5z",
  ending: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  start: "M3 2v12M3 3h9l-2.5 3L12 9H3",
  E: "M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5zM8 5v3.5M8 11h.01",
  W: "M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 12h.01",
  rule: "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z",
};

export function Icon({ name }) {
  return (
    <svg class="case-map__icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name] ?? PATHS.info} />
    </svg>
  );
}
