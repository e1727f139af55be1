import type { AccountView } from '#domain/wire/accounts'
import type { AuditChainView, AuditPageView } from '#domain/wire/audit'
import type { CommandAnswer, CommandRequest, CommandView, InterlockResultView } from '#domain/wire/commands'
import type { ApprovalDecision, ApprovalsView, CommandGroupView, StopRequest } from '#domain/wire/command-groups'
import type { ControllerView } from '#domain/wire/controllers'
import type { EnergyView } from '#domain/wire/energy'
import type { ExportJobRequest, ExportJobView } from '#domain/wire/exports'
import type { ForecastFrame, ForecastOverview, SegmentForecastView, WeatherStatus } from '#domain/wire/forecast'
import type { ImportDraftView, ImportOptionsView, StoredImportView } from '#domain/wire/imports'
import type { LocateView } from '#domain/wire/linear'
import type { LiveFrame } from '#domain/wire/live'
import type { LockRequest, LockView } from '#domain/wire/locks'
import type { HistoryView, NetworkView, OverviewView, SegmentDetail, SiteView } from '#domain/wire/network'
import type { PlantFile } from '#domain/network/plant-file'
import type { PlantAppliedView, PlantPlanView, PlantVersionDetail, PlantVersionView } from '#domain/wire/plant'
import type { ReceiverView, TrackView } from '#domain/wire/receivers'
import type { RunwayConditionView, RunwayObservation, RunwayView } from '#domain/wire/runway-condition'
import type { RunwayDeclaration, RunwayUseView } from '#domain/wire/runways'
import type { ScopeView, SecondFactorView, SessionView } from '#domain/wire/session'
import type { LoopSlotsView } from '#domain/wire/slots'
import type { ThermalStateView } from '#domain/wire/thermal-state'
import type { WhatIfAnswer, WhatIfRequest } from '#domain/wire/what-if'
import type { PolygonGeometry, ZoneAnswer, ZoneView } from '#domain/wire/zones'
import type { Role } from '#domain/identity/roles'
import { download, request } from './request'
import { sendFile } from './send-file'

const span = (from: Date, to: Date): string => `from=${encodeURIComponent(from.toISOString())}&to=${encodeURIComponent(to.toISOString())}`
const knownAt = (asOf: Date | null, joint: '?' | '&'): string => (asOf ? `${joint}asOf=${encodeURIComponent(asOf.toISOString())}` : '')
const part = (id: string | number): string => encodeURIComponent(String(id))

/** Every call the screen makes; each answers the wire shape of its endpoint or throws an ApiError. */
export const client = {
  site: () => request<SiteView>('GET', '/api/site'),
  network: () => request<NetworkView>('GET', '/api/network', { timeoutMs: 60_000 }),
  segment: (id: string) => request<SegmentDetail>('GET', `/api/segments/${part(id)}`),
  history: (id: string, from: Date, to: Date) => request<HistoryView>('GET', `/api/segments/${part(id)}/history?${span(from, to)}`),
  overview: (from: Date, to: Date) => request<OverviewView>('GET', `/api/overview?${span(from, to)}`, { timeoutMs: 60_000 }),
  surfaceAt: (at: Date, signal?: AbortSignal) =>
    request<LiveFrame>('GET', `/api/history/surface?at=${encodeURIComponent(at.toISOString())}`, { timeoutMs: 60_000, ...(signal && { signal }) }),
  /** The whole surface as forecast for an instant; `asOf` null = as known now. */
  forecast: (at: Date, asOf: Date | null = null, signal?: AbortSignal) =>
    request<ForecastFrame>('GET', `/api/forecast?at=${encodeURIComponent(at.toISOString())}${knownAt(asOf, '&')}`, { timeoutMs: 60_000, ...(signal && { signal }) }),
  /** The city's course as forecast; `asOf` null = as known now. */
  forecastOverview: (asOf: Date | null = null) => request<ForecastOverview>('GET', `/api/forecast/overview${knownAt(asOf, '?')}`, { timeoutMs: 60_000 }),
  segmentForecast: (id: string, asOf: Date | null = null) => request<SegmentForecastView>('GET', `/api/segments/${part(id)}/forecast${knownAt(asOf, '?')}`),
  weatherStatus: () => request<WeatherStatus>('GET', '/api/weather/status'),
  /** Every place of a stake; `assetId` null = on whatever asset of the route. */
  locateStake: (route: string, stake: string, assetId: string | null = null, signal?: AbortSignal) =>
    request<LocateView>('GET', `/api/linear/locate?route=${part(route)}&stake=${part(stake)}${assetId === null ? '' : `&asset_id=${part(assetId)}`}`, signal && { signal }),
  session: () => request<SessionView>('GET', '/api/session'),
  signIn: (name: string, password: string) => request<SessionView>('POST', '/api/session', { body: { name, password } }),
  changePassword: (current: string, wanted: string) => request<SessionView>('POST', '/api/account/password', { body: { current_password: current, new_password: wanted } }),
  beginSecondFactor: (password: string) => request<SecondFactorView>('POST', '/api/account/second-factor', { body: { password } }),
  verifySecondFactor: (code: string) => request<SessionView>('POST', '/api/account/second-factor/verify', { body: { code } }),
  removeSecondFactor: (password: string) => request<SessionView>('POST', '/api/account/second-factor/remove', { body: { password } }),
  sendCode: (code: string) => request<SessionView>('POST', '/api/session/second-factor', { body: { code } }),
  /** Six digits are a code, anything else the password. */
  prove: (secret: string) => request<SessionView>('POST', '/api/session/proof', { body: /^\d{6}$/.test(secret) ? { code: secret } : { password: secret } }),
  signOut: () => request<SessionView | undefined>('DELETE', '/api/session'),
  zones: () => request<ZoneView[]>('GET', '/api/zones'),
  saveZone: (name: string, polygon: PolygonGeometry) => request<ZoneView>('POST', '/api/zones', { body: { name, polygon } }),
  deleteZone: (id: string) => request<void>('DELETE', `/api/zones/${part(id)}`),
  queryZone: (query: { zone_id?: string; polygon?: PolygonGeometry; limit_c?: number }) =>
    request<ZoneAnswer>('POST', '/api/zones/query', { body: query, timeoutMs: 60_000 }),
  commands: () => request<{ commands: CommandView[]; controllers: ControllerView[] }>('GET', '/api/commands'),
  sendCommand: (command: CommandRequest, idempotencyKey: string) =>
    request<CommandAnswer>('POST', '/api/commands', { body: command, headers: { 'idempotency-key': idempotencyKey }, timeoutMs: 30_000 }),
  whatIf: (asked: WhatIfRequest, signal?: AbortSignal) => request<WhatIfAnswer>('POST', '/api/what-if', { body: asked, ...(signal && { signal }) }),
  thermalState: (id: string, signal?: AbortSignal) => request<ThermalStateView>('GET', `/api/segments/${part(id)}/thermal-state`, signal && { signal }),
  readBack: (id: number) => request<CommandView>('POST', `/api/commands/${part(id)}/read-back`, { timeoutMs: 30_000 }),
  cancelCommand: (id: number) => request<CommandGroupView>('POST', `/api/commands/${part(id)}/cancel`),
  renewCommand: (id: number, lease_s: number | null, idempotencyKey: string) =>
    request<CommandAnswer>('POST', `/api/commands/${part(id)}/renew`, { body: lease_s === null ? {} : { lease_s }, headers: { 'idempotency-key': idempotencyKey } }),
  relinquishTrip: (id: number, idempotencyKey: string) =>
    request<CommandAnswer>('POST', `/api/commands/${part(id)}/relinquish`, { body: {}, headers: { 'idempotency-key': idempotencyKey } }),
  commandGroup: (id: string) => request<CommandGroupView>('GET', `/api/command-groups/${part(id)}`),
  operate: (id: string) => request<CommandGroupView>('POST', `/api/command-groups/${part(id)}/operate`, { timeoutMs: 30_000 }),
  approvals: () => request<ApprovalsView>('GET', '/api/approvals'),
  decide: (id: string, decision: 'approve' | 'decline', body: ApprovalDecision) => request<CommandGroupView>('POST', `/api/command-groups/${part(id)}/${decision}`, { body }),
  stop: (asked: StopRequest, idempotencyKey: string) => request<CommandAnswer>('POST', '/api/stop', { body: asked, headers: { 'idempotency-key': idempotencyKey }, timeoutMs: 30_000 }),
  interlocks: (id: string, mode: string, setpointC: number | null) =>
    request<{ results: InterlockResultView[] }>('GET', `/api/loops/${part(id)}/interlocks?mode=${mode}${setpointC === null ? '' : `&setpoint_c=${setpointC}`}`),
  receivers: () => request<ReceiverView[]>('GET', '/api/receivers'),
  receiverTrack: (id: string, from: Date, to: Date) => request<TrackView>('GET', `/api/receivers/${part(id)}/track?${span(from, to)}`),
  runways: () => request<RunwayView[]>('GET', '/api/runways'),
  runwayCondition: (id: string) => request<RunwayConditionView>('GET', `/api/runways/${part(id)}/condition`),
  observeRunway: (id: string, seen: RunwayObservation) => request<RunwayConditionView>('POST', `/api/runways/${part(id)}/observations`, { body: seen }),
  runwaysUse: () => request<RunwayUseView[]>('GET', '/api/runways/use'),
  declareRunway: (id: string, said: RunwayDeclaration) => request<RunwayUseView>('POST', `/api/runways/${part(id)}/use`, { body: said }),
  loopSlots: (id: string) => request<LoopSlotsView>('GET', `/api/loops/${part(id)}/slots`),
  placeLock: (asked: LockRequest) => request<LockView>('POST', '/api/locks', { body: asked }),
  endLock: (id: number) => request<LockView>('DELETE', `/api/locks/${part(id)}`),
  accounts: () => request<AccountView[]>('GET', '/api/accounts'),
  createAccount: (made: NewAccount) => request<{ account: AccountView; password: string }>('POST', '/api/accounts', { body: made }),
  closeAccount: (id: string, reason: string) => request<AccountView>('POST', `/api/accounts/${part(id)}/close`, { body: { reason } }),
  reopenAccount: (id: string) => request<AccountView>('POST', `/api/accounts/${part(id)}/reopen`),
  giveRole: (id: string, role: Role, scope: ScopeView) => request<AccountView>('PUT', `/api/accounts/${part(id)}/role`, { body: { role, scope } }),
  unlockAccount: (id: string) => request<AccountView>('POST', `/api/accounts/${part(id)}/unlock`),
  resetPassword: (id: string) => request<{ password: string }>('POST', `/api/accounts/${part(id)}/reset-password`),
  resetSecondFactor: (id: string) => request<AccountView>('DELETE', `/api/accounts/${part(id)}/second-factor`),
  endSessions: (id: string) => request<void>('DELETE', `/api/accounts/${part(id)}/sessions`),
  /** The plant that stands, as a plant file. */
  plant: () => request<PlantFile>('GET', '/api/plant', { timeoutMs: 60_000 }),
  plantVersions: () => request<PlantVersionView[]>('GET', '/api/plant/versions'),
  plantVersion: (number: number) => request<PlantVersionDetail>('GET', `/api/plant/versions/${part(number)}`, { timeoutMs: 60_000 }),
  /** `file`: whatever a person chose; the server says what is wrong with it. */
  planPlant: (file: unknown) => request<PlantPlanView>('POST', '/api/plant/plan', { body: { file }, timeoutMs: 120_000 }),
  applyPlant: (file: unknown, baseVersion: number, reason: string) => request<PlantAppliedView>('POST', '/api/plant/apply', { body: { file, base_version: baseVersion, reason }, timeoutMs: 120_000 }),
  imports: () => request<StoredImportView[]>('GET', '/api/imports'),
  importReport: (id: number) => request<Record<string, unknown>>('GET', `/api/imports/${part(id)}/report`, { timeoutMs: 60_000 }),
  undoImport: (id: number) => request<{ segments: number; stations: number }>('POST', `/api/imports/${part(id)}/undo`, { timeoutMs: 120_000 }),
  importDrafts: () => request<Omit<ImportDraftView, 'preview'>[]>('GET', '/api/imports/drafts'),
  importDraft: (id: string) => request<ImportDraftView>('GET', `/api/imports/drafts/${part(id)}`, { timeoutMs: 60_000 }),
  /** Takes as long as the line needs; `onSent` in bytes. */
  sendImport: (name: string, file: Blob, onSent: (bytes: number) => void, signal: AbortSignal) => sendFile<ImportDraftView>(`/api/imports/drafts?name=${encodeURIComponent(name)}`, file, onSent, signal),
  changeImport: (id: string, options: ImportOptionsView) => request<ImportDraftView>('PUT', `/api/imports/drafts/${part(id)}/options`, { body: options }),
  commitImport: (id: string) => request<ImportDraftView>('POST', `/api/imports/drafts/${part(id)}/commit`),
  cancelImport: (id: string) => request<void>('DELETE', `/api/imports/drafts/${part(id)}`),
  /** Heat of the energy stations. */
  energy: (from: Date, to: Date) => request<EnergyView>('GET', `/api/energy?${span(from, to)}`, { timeoutMs: 120_000 }),
  exportJobs: () => request<ExportJobView[]>('GET', '/api/export/jobs'),
  exportJob: (id: string) => request<ExportJobView>('GET', `/api/export/jobs/${part(id)}`),
  askExport: (wanted: ExportJobRequest) => request<ExportJobView>('POST', '/api/export/jobs', { body: wanted, timeoutMs: 60_000 }),
  cancelExport: (id: string) => request<void>('DELETE', `/api/export/jobs/${part(id)}`),
  audit: (query: AuditFilter, beforeSeq: number | null, limit: number) => {
    const asked = new URLSearchParams({ limit: String(limit), ...query, ...(beforeSeq !== null && { before_seq: String(beforeSeq) }) })
    return request<AuditPageView>('GET', `/api/audit?${asked.toString()}`)
  },
  /** Walks every record there is. */
  auditChain: () => request<AuditChainView>('GET', '/api/audit/chain', { timeoutMs: 300_000 }),
  /** `to` null = up to the head. */
  evidence: (from: number, to: number | null) => download(`/api/audit/evidence?from=${from}${to === null ? '' : `&to=${to}`}`, { timeoutMs: 600_000 }),
}

export interface NewAccount { id: string; name?: string; email?: string }
/** Of the audit; what is absent does not narrow. Instants ISO, from included and to excluded. */
export interface AuditFilter { actor?: string; event?: string; subject?: string; from_at?: string; to_at?: string }
