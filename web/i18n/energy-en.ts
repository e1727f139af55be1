/** Energy: heat given to the pavement and taken from it. */
export const energyEn = {
  energy: {
    title: 'Energy stations', button: 'Pavement heat', gives: 'in {power}', takes: 'out {power}', span: 'Span', span_24: '24 h', span_168: '7 days', span_744: '31 days', all: 'All {n} energy stations', now_at: 'Now {at}', back: 'Looking back to {at}', ahead: 'There are no readings of heat to come; the span ends now', loading: 'Adding up the readings',
    into: 'Into the pavement', out: 'Out of the pavement', known: 'Time heard of', cop: 'COP', co2: 'CO₂', chart_note: 'above 0 into the pavement, below 0 out of it; broken where less than half of a step was heard of', station: 'Energy station', into_now: 'Into, now', out_now: 'Out, now', heard: 'Loops heard of', supply: 'Supply °C', return: 'Return °C',
    source: 'Good readings of the thermal power of every loop, integrated; time without readings is in no sum and is not guessed. Supply and return: lowest and highest of the loops whose pump runs. The electrical power of the heat pumps and the boreholes are not metered, so COP and CO₂ (with its grid factor) are unknown.',
  },
}
