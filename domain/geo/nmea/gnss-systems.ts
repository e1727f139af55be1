export type GnssSystem = 'GPS' | 'GLONASS' | 'Galileo' | 'BDS' | 'QZSS' | 'NavIC'

/** System identifiers of NMEA 0183 4.10 and later. */
const byId: readonly (GnssSystem | undefined)[] = [undefined, 'GPS', 'GLONASS', 'Galileo', 'BDS', 'QZSS', 'NavIC']

/** What a talker says by itself. GN is any mixture; BD is the older BeiDou talker of Chinese receivers, QZ an older QZSS one. */
const byTalker: Readonly<Record<string, GnssSystem>> = { GP: 'GPS', GL: 'GLONASS', GA: 'Galileo', GB: 'BDS', BD: 'BDS', GQ: 'QZSS', QZ: 'QZSS', GI: 'NavIC' }

/** Talkers whose sentences are read: receivers, what else gives a heading (compass, gyro, integrated), and transducers (YX, WI). Others are ignored. */
export const knownTalkers: ReadonlySet<string> = new Set(['GN', ...Object.keys(byTalker), 'HE', 'HC', 'HN', 'IN', 'II', 'YX', 'WI'])

/** The system a sentence speaks of: its own field first, else its talker; null for a mixture. */
export const systemOf = (systemId: number | null, talker: string): GnssSystem | null => (systemId === null ? byTalker[talker] : byId[systemId]) ?? null

/** Signal identifiers (hexadecimal, from 1) of NMEA 0183 4.11 as receiver makers publish them; the systems read here most. */
const signals: Partial<Readonly<Record<GnssSystem, readonly string[]>>> = {
  BDS: ['B1I', 'B1Q', 'B1C', 'B1A', 'B2a', 'B2b', 'B2a+b', 'B3I', 'B3Q', 'B3A', 'B2I', 'B2Q'],
  GPS: ['L1 C/A', 'L1 P(Y)', 'L1 M', 'L2 P(Y)', 'L2C-M', 'L2C-L', 'L5-I', 'L5-Q'],
  GLONASS: ['G1 C/A', 'G1 P', 'G2 C/A', 'G2 P'],
  Galileo: ['E5a', 'E5b', 'E5a+b', 'E6-A', 'E6-BC', 'L1-A', 'L1-BC'],
}

/** Name of a signal; null where it is not said or not known. */
export const signalName = (system: GnssSystem | null, signalId: number | null): string | null => (system && signalId ? signals[system]?.[signalId - 1] : null) ?? null
