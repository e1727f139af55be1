import { textureWidth } from './ribbon-store'

/** What one draw call paints. `whole` is casing and core in one, for crowds; `pick` is deck's picking buffer. */
export type RibbonPass = 'highlight' | 'casing' | 'core' | 'frame' | 'whole' | 'pick'

const block = /* glsl */ `
layout(std140) uniform ribbonUniforms {
  mat4 matrix;
  vec4 casingColour;
  vec4 bedColour;
  vec4 unknownColour;
  vec4 frameColour;
  float scale;
  float focalDistance;
  float metre;
  float periodM;
  float widthFactor;
  float dim;
  float fromM;
  float toM;
} ribbon;
`

/** Shader module of the layer's own uniforms; members in the order of the block. */
export const ribbonModule = {
  name: 'ribbon',
  vs: block,
  fs: block,
  uniformTypes: {
    matrix: 'mat4x4<f32>', casingColour: 'vec4<f32>', bedColour: 'vec4<f32>', unknownColour: 'vec4<f32>', frameColour: 'vec4<f32>',
    scale: 'f32', focalDistance: 'f32', metre: 'f32', periodM: 'f32', widthFactor: 'f32', dim: 'f32', fromM: 'f32', toM: 'f32',
  },
} as const

/**
 * A program per pass, chosen before compiling: a software rasteriser runs every branch of a shader for every vertex and
 * fragment and only masks the results, so a branch on a uniform costs as much as taking it.
 */
const head = (pass: RibbonPass, stage: string): string => /* glsl */ `#version 300 es
#define SHADER_NAME ribbon-${pass}-${stage}
#define IS_${pass.toUpperCase()}
#if defined(IS_CORE) || defined(IS_WHOLE)
#define HAS_CORE
#endif
#if defined(IS_CASING) || defined(IS_WHOLE)
#define HAS_CASING
#endif
precision highp float;
const uint UNKNOWN = 0u; const uint MEASURED = 1u; const uint ESTIMATED = 2u; const uint STALE = 3u; const uint LOST = 4u; const uint FORECAST = 5u;
const float FRAME_GAP = 3.0; const float FRAME_LINE = 2.0;
`

// Flat values come from the last vertex of a triangle: both triangles of a quad end at its far side, so they agree.
const vertex = /* glsl */ `
in vec2 ribbonPosition;
in vec2 ribbonSide;
in uvec2 ribbonInfo;
in float ribbonAlong;
in uint ribbonSegment;

uniform highp usampler2D ribbonTexels;

out vec2 vUv;
// half of what is drawn, core half, outer edge of the casing: px
flat out vec3 vEdges;
#ifdef HAS_CORE
out float vPhase;
flat out vec3 vColour;
// half stripe and period, px; slant, periods per px; reach of the rails, px
flat out vec4 vPattern;
#endif
#ifdef IS_FRAME
out float vAlong;
flat out float vPxPerMetre;
#endif

void main() {
  ivec2 place = ivec2(int(ribbonSegment) % ${textureWidth}, int(ribbonSegment) / ${textureWidth});
  uvec4 texel = texelFetch(ribbonTexels, place, 0);
  uint state = texel.a & 7u;
  bool heated = (ribbonInfo.y & 8u) != 0u;
  bool cap = (ribbonInfo.y & 2u) != 0u;

  vec4 axis = ribbon.matrix[0] * ribbonPosition.x + ribbon.matrix[1] * ribbonPosition.y + ribbon.matrix[3];
  // Pixels shrink with distance under pitch; widths in pixels must not.
  float depth = max(axis.w / ribbon.focalDistance, 1e-4);
  float pxPerCommon = ribbon.scale / depth;
  float pavement = float(ribbonInfo.x) * 0.01 * ribbon.metre * pxPerCommon;

  // Wide roads stay a little wider than narrow ones when both are below a pixel.
  float broad = min(float(ribbonInfo.x), 3000.0) * 0.00035;
  float least = heated ? 3.3 : 1.6 + broad;
  float core = max(pavement, least * ribbon.widthFactor);
  if (state == ESTIMATED) core = max(pavement * 0.42, (heated ? 2.3 : 0.65 + broad) * ribbon.widthFactor);
  else if (state != MEASURED) core = max(core, 2.1);
  float casing = core + (heated ? 1.6 : 0.8) * min(1.0, ribbon.widthFactor * 1.3);
  float outer = max(casing, pavement);

#if defined(IS_PICK)
  float reach = max(outer, 5.0);
#elif defined(IS_HIGHLIGHT)
  float reach = outer + 2.5;
#elif defined(IS_FRAME)
  float reach = outer + FRAME_GAP + FRAME_LINE + 0.5;
#elif defined(HAS_CASING)
  float reach = outer + 0.5;
#else
  float reach = core + 0.5;
#endif

  vec2 offset = ribbonSide * (2.0 * reach / pxPerCommon);
  vec4 clip = axis + ribbon.matrix[0] * offset.x + ribbon.matrix[1] * offset.y;
  const vec4 nowhere = vec4(0.0, 0.0, -2.0, 1.0);
#ifdef IS_HIGHLIGHT
  // Only segments of the set have a highlight.
  if ((texel.a & 8u) == 0u) clip = nowhere;
#endif
#ifdef IS_FRAME
  // Frames close with a line of their own.
  if (cap) clip = nowhere;
  vAlong = ribbonAlong;
  vPxPerMetre = ribbon.metre * pxPerCommon;
#endif
  gl_Position = clip;

  vUv = vec2((ribbonInfo.y & 1u) != 0u ? 1.0 : -1.0, (ribbonInfo.y & 4u) != 0u ? 1.0 : 0.0);
  vEdges = vec3(reach, core, casing);
#ifdef HAS_CORE
  bool blank = state == UNKNOWN || state == LOST;
  vColour = (blank ? ribbon.unknownColour.rgb : vec3(texel.rgb) / 255.0) * ribbon.dim;
  float periods = state == UNKNOWN ? 2.0 : 1.0;
  float periodPx = ribbon.periodM * ribbon.metre * pxPerCommon;
  vPhase = ribbonAlong / ribbon.periodM * periods;
  // Stale: a slanted hatch. Lost: dashes. Unknown: a ladder, rungs and rails. Forecast: coloured beads on a thread. Else rails over everything.
  float halfStripe = state == STALE ? 0.23 * periodPx : state == LOST ? 0.29 * periodPx : state == FORECAST ? 0.3 * periodPx : 0.75;
  float rails = state == UNKNOWN ? 1.2 : state == LOST ? -1.0 : state == FORECAST ? 1.2 : 1e6;
  vPattern = vec4(halfStripe + 0.5, periodPx / periods, state == STALE ? 1.0 / periodPx : 0.0, rails);
#endif
#ifdef IS_PICK
  geometry.pickingColor = picking_getPickingColorFromIndex(ribbonSegment);
  DECKGL_FILTER_GL_POSITION(gl_Position, geometry);
  vec4 filtered = vec4(1.0);
  DECKGL_FILTER_COLOR(filtered, geometry);
#endif
}
`

const fragment = /* glsl */ `
in vec2 vUv;
flat in vec3 vEdges;
#ifdef HAS_CORE
in float vPhase;
flat in vec3 vColour;
flat in vec4 vPattern;
#endif
#ifdef IS_FRAME
in float vAlong;
flat in float vPxPerMetre;
#endif
out vec4 fragColour;

#ifdef HAS_CORE
// One formula for every trust: a stripe along the road, soft over a pixel, and what holds it together.
vec4 coreColour() {
  float across = vUv.x * vEdges.x;
  float fromMiddle = abs(fract(vPhase + vPattern.z * across) - 0.5) * vPattern.y;
  float stripe = clamp(vPattern.x - fromMiddle, 0.0, 1.0);
  float rails = clamp(vPattern.w - abs(across), 0.0, 1.0);
  float ink = vPattern.z > 0.0 ? 0.82 * stripe : 0.0;
  return vec4(mix(vColour, ribbon.casingColour.rgb, ink), max(stripe, rails));
}
#endif

void main() {
  float reach = length(vUv) * vEdges.x;
#ifdef IS_PICK
  if (reach > vEdges.x) discard;
  fragColour = vec4(1.0);
  DECKGL_FILTER_COLOR(fragColour, geometry);
#else
  float edge = clamp(vEdges.x - reach, 0.0, 1.0);
#if defined(IS_HIGHLIGHT)
  fragColour = vec4(ribbon.frameColour.rgb, ribbon.frameColour.a * edge);
#elif defined(IS_FRAME)
  float sides = clamp(reach - (vEdges.x - 0.5 - FRAME_LINE) + 0.5, 0.0, 1.0);
  float endPx = min(vAlong - ribbon.fromM, ribbon.toM - vAlong) * vPxPerMetre;
  float ends = clamp(FRAME_LINE - endPx, 0.0, 1.0);
  fragColour = vec4(ribbon.frameColour.rgb, ribbon.frameColour.a * max(sides, ends) * edge);
#elif defined(IS_CORE)
  fragColour = coreColour();
  fragColour.a *= edge;
#else
  vec3 colour = mix(ribbon.bedColour.rgb, ribbon.casingColour.rgb, clamp(vEdges.z + 0.5 - reach, 0.0, 1.0));
#ifdef IS_WHOLE
  vec4 core = coreColour();
  colour = mix(colour, core.rgb, core.a * clamp(vEdges.y + 0.5 - reach, 0.0, 1.0));
#endif
  fragColour = vec4(colour, edge);
#endif
#endif
}
`

/** Sources of one pass. Only `pick` calls deck's filters and so needs the modules project32 and picking. */
export const ribbonShaders = (pass: RibbonPass): { vs: string; fs: string } => ({ vs: head(pass, 'vertex') + vertex, fs: head(pass, 'fragment') + fragment })
