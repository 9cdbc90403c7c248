// One scene on the map, and one way between two.

import { memo } from "preact/compat";
import { BaseEdge, EdgeLabelRenderer, Handle, Position } from "@xyflow/react";
import { Icon } from "./icons.jsx";
import { height } from "./model.js";

export const Scene = memo(function Scene({ data }) {
  const { scene, title, kind, marks, start, rules, words } = data;
  const many = scene.ways.length + (scene.kind === "decision" ? 1 : 0);
  return (
    <>
      <Handle type="target" position={Position.Left} aria-hidden="true" />
      <div class={`case-map__scene case-map__scene--${scene.kind}`}>
        <p class="case-map__kind">
          <Icon name={scene.kind} />
          {kind}
          {start ? <span class="case-map__start"><Icon name="start" />{words.start}</span> : null}
        </p>
        <p class="case-map__title">{title}</p>
        {marks.length || rules ? (
          <p class="case-map__marks">
            {marks.map(([severity, text]) => <span key={severity} class={`case-map__mark case-map__mark--${severity}`}><Icon name={severity} />{text}</span>)}
            {rules ? <span class="case-map__mark case-map__mark--rule"><Icon name="rule" />{rules}</span> : null}
          </p>
        ) : null}
      </div>
      {scene.ways.map((way, at) => (
        <Handle key={way.key ?? ""} id={way.key ?? "next"} type="source" position={Position.Right} style={{ top: height(at, many) }} title={way.label || words.next} aria-hidden="true">
          <span class="case-map__letter">{way.letter}</span>
        </Handle>
      ))}
      {scene.kind === "decision" ? (
        <Handle id="+" type="source" position={Position.Right} style={{ top: height(many - 1, many) }} className="case-map__new" title={words.new_choice} aria-hidden="true">
          <span class="case-map__letter">+</span>
        </Handle>
      ) : null}
    </>
  );
});

export const Way = memo(function Way({ id, sourceX, sourceY, targetX, targetY, data, markerEnd }) {
  const path = data.back ? arc(sourceX, sourceY, targetX, targetY) : curve([[sourceX, sourceY], ...data.bends, [targetX, targetY]]);
  return (
    <>
      <BaseEdge id={id} path={path} markerEnd={markerEnd} interactionWidth={16} />
      {data.label ? (
        <EdgeLabelRenderer>
          <p class="case-map__label" style={{ transform: `translate(-50%, -50%) translate(${(sourceX + (data.bends[0]?.[0] ?? targetX)) / 2}px, ${data.labelY ?? (sourceY + targetY) / 2}px)` }}>{data.label}</p>
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
});

function curve(points) {
  let path = `M${points[0][0]} ${points[0][1]}`;
  for (let at = 1; at < points.length; at += 1) {
    const [[x, y], [u, v]] = [points[at - 1], points[at]];
    const middle = (x + u) / 2;
    path += `C${middle} ${y} ${middle} ${v} ${u} ${v}`;
  }
  return path;
}

// A way back goes below the scenes that it passes.
function arc(x, y, u, v) {
  const low = Math.max(y, v) + 76;
  return `M${x} ${y}C${x + 60} ${y} ${x + 60} ${low} ${x - 20} ${low}L${u + 20} ${low}C${u - 60} ${low} ${u - 60} ${v} ${u} ${v}`;
}
