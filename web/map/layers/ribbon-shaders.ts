import { textureWidth } from './ribbon-store'
import { rampHighestC, rampLowestC, rampTextureWidth } from './temperature-ramp'

/** What one draw call paints; the value of the `pass` uniform. `whole` is casing and core in one, for crowds. */
export const ribbonPasses = { highlight: -1, casing: 0, core: 1, frame: 2, whole: 3 } as const

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
  float pass;
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
    scale: 'f32', focalDistance: 'f32', metre: 'f32', periodM: 'f32', widthFactor: 'f32', dim: 'f32', pass: 'f32', fromM: 'f32', toM: 'f32',
  },
} as const

const states = /* glsl */ `
const uint UNKNOWN = 0u; const uint MEASURED = 1u; const uint ESTIMATED = 2u; const uint STALE = 3u; const uint LOST = 4u;
const float FRAME_GAP = 3.0; const float FRAME_LINE = 2.0;
`

export const ribbonVertexShader = /* glsl */ `#version 300 es
#define SHADER_NAME ribbon-vertex
${states}
in vec2 ribbonPosition;
in vec2 ribbonSide;
in uvec2 ribbonInfo;
in float ribbonAlong;
in uint ribbonSegment;

uniform highp sampler2D ribbonTemperature;
uniform highp usampler2D ribbonState;
uniform sampler2D ribbonRamp;

out vec2 vUv;
out float vHalf;
out float vAlong;
out float vPxPerMetre;
flat out vec3 vColour;
flat out uint vState;
// core half, outer edge of the casing, half of the pavement: px
flat out vec3 vEdges;

// Two rows, row chosen here: nothing blends across 0 degrees.
vec3 rampColour(float celsius) {
  float part = celsius < 0.0 ? 1.0 - celsius / ${rampLowestC.toFixed(1)} : celsius / ${rampHighestC.toFixed(1)};
  float u = (clamp(part, 0.0, 1.0) * ${(rampTextureWidth - 1).toFixed(1)} + 0.5) / ${rampTextureWidth.toFixed(1)};
  return textureLod(ribbonRamp, vec2(u, celsius < 0.0 ? 0.25 : 0.75), 0.0).rgb;
}

void main() {
  ivec2 texel = ivec2(int(ribbonSegment) % ${textureWidth}, int(ribbonSegment) / ${textureWidth});
  uint word = texelFetch(ribbonState, texel, 0).r;
  uint state = word & 7u;
  bool heated = (ribbonInfo.y & 8u) != 0u;
  bool cap = (ribbonInfo.y & 2u) != 0u;
  bool isPicking = bool(picking.isActive);
  bool framing = !isPicking && ribbon.pass > 1.5 && ribbon.pass < 2.5;

  vec4 axis = ribbon.matrix * vec4(ribbonPosition, 0.0, 1.0);
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

  bool glowing = !isPicking && ribbon.pass < -0.5;
  float total = ribbon.pass < 0.5 || ribbon.pass > 2.5 ? outer : core;
  if (glowing) total = outer + 2.0;
  if (framing) total = outer + FRAME_GAP + FRAME_LINE;
  if (isPicking) total = max(outer, 5.0);
  vHalf = total + (isPicking ? 0.0 : 0.5);

  vec2 offset = ribbonSide * (2.0 * vHalf / pxPerCommon);
  vec4 clip = axis + ribbon.matrix[0] * offset.x + ribbon.matrix[1] * offset.y;
  // Frames close with a line of their own; and only segments of the set have a highlight.
  if ((framing && cap) || (glowing && (word & 8u) == 0u)) clip = vec4(0.0, 0.0, -2.0, 1.0);
  gl_Position = clip;

  vUv = vec2((ribbonInfo.y & 1u) != 0u ? 1.0 : -1.0, (ribbonInfo.y & 4u) != 0u ? 1.0 : 0.0);
  vAlong = ribbonAlong;
  vPxPerMetre = ribbon.metre * pxPerCommon;
  vState = state;
  vEdges = vec3(core, casing, pavement);
  vColour = (state == UNKNOWN || state == LOST ? ribbon.unknownColour.rgb : rampColour(texelFetch(ribbonTemperature, texel, 0).r)) * ribbon.dim;

  geometry.pickingColor = picking_getPickingColorFromIndex(ribbonSegment);
  DECKGL_FILTER_GL_POSITION(gl_Position, geometry);
  vec4 filtered = vec4(vColour, 1.0);
  DECKGL_FILTER_COLOR(filtered, geometry);
}
`

export const ribbonFragmentShader = /* glsl */ `#version 300 es
#define SHADER_NAME ribbon-fragment
precision highp float;
${states}
in vec2 vUv;
in float vHalf;
in float vAlong;
in float vPxPerMetre;
flat in vec3 vColour;
flat in uint vState;
flat in vec3 vEdges;
out vec4 fragColour;

// 1 inside the stripe, soft over a pixel; the stripe takes this share of the period.
float stripe(float phase, float share, float periodPx) {
  float distance = abs(fract(phase) - 0.5) * periodPx;
  return clamp(share * 0.5 * periodPx - distance + 0.5, 0.0, 1.0);
}

vec4 coreColour(float across) {
  float periodPx = ribbon.periodM * vPxPerMetre;
  float phase = vAlong / ribbon.periodM;
  if (vState == STALE) {
    float slant = phase + across / periodPx;
    return vec4(mix(vColour, ribbon.casingColour.rgb, 0.82 * stripe(slant, 0.46, periodPx)), 1.0);
  }
  if (vState == LOST) return vec4(vColour, stripe(phase, 0.58, periodPx));
  if (vState == UNKNOWN) {
    float rung = clamp(0.75 - abs(fract(phase * 2.0) - 0.5) * periodPx * 0.5 + 0.5, 0.0, 1.0);
    float rail = clamp(0.7 - abs(across) + 0.5, 0.0, 1.0);
    return vec4(vColour, max(rung, rail));
  }
  return vec4(vColour, 1.0);
}

void main() {
  float reach = length(vUv) * vHalf;
  float across = vUv.x * vHalf;
  if (bool(picking.isActive)) {
    if (reach > vHalf) discard;
    fragColour = vec4(1.0);
  } else if (ribbon.pass < -0.5) {
    fragColour = vec4(ribbon.frameColour.rgb, ribbon.frameColour.a * clamp(vHalf - reach, 0.0, 1.0));
  } else if (ribbon.pass < 0.5 || ribbon.pass > 2.5) {
    float inCasing = clamp(vEdges.y + 0.5 - reach, 0.0, 1.0);
    fragColour = vec4(mix(ribbon.bedColour.rgb, ribbon.casingColour.rgb, inCasing), clamp(vHalf - reach, 0.0, 1.0));
    if (ribbon.pass > 2.5) {
      vec4 core = coreColour(across);
      fragColour.rgb = mix(fragColour.rgb, core.rgb, core.a * clamp(vEdges.x + 0.5 - reach, 0.0, 1.0));
    }
  } else if (ribbon.pass < 1.5) {
    fragColour = coreColour(across);
    fragColour.a *= clamp(vHalf - reach, 0.0, 1.0);
  } else {
    float sides = clamp(reach - (vHalf - 0.5 - FRAME_LINE) + 0.5, 0.0, 1.0);
    float endPx = min(vAlong - ribbon.fromM, ribbon.toM - vAlong) * vPxPerMetre;
    float ends = clamp(FRAME_LINE - endPx, 0.0, 1.0);
    fragColour = vec4(ribbon.frameColour.rgb, ribbon.frameColour.a * max(sides, ends) * clamp(vHalf - reach, 0.0, 1.0));
  }
  if (fragColour.a < 0.004) discard;
  DECKGL_FILTER_COLOR(fragColour, geometry);
}
`
