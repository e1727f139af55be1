/** Words of the airport tablet; the keys mirror airport-zh-cn.ts. */
export const airportEn = {
  airport: {
    title: 'Runway condition', to_day: 'Day', to_night: 'Night', language: '中文', sign_in: 'Sign in', loading: 'Reading the runway', no_airport: 'There is no runway of {id} in this city', choose: 'Runway', clock_waiting: 'waiting for the clock',
    surface: 'Surface', contaminant: 'Seen', code: 'RWYCC', predicted: 'predicted', third_1: 'First 1/3', third_2: 'Middle 2/3', third_3: 'Last 3/3', short_1: 'First', short_2: 'Middle', short_3: 'Last',
    ago: '{age} ago', heated: '{share} % heated', unheated: 'not heated', part_unknown: '{length} m unknown', warmest: 'up to {value}', model_only: 'model',
    now: 'Now', on_the_way: 'Melting', after: 'Melted', by: '{by} · {age} ago', nobody: 'Nobody has looked', lowered_by_assessor: 'assessor: {code}', reported: 'reported {code}', depth: '{mm} mm', depth_unknown: 'depth not measured', below_ten: '< 10 %',
    may_melt: 'may be melting', may_freeze: 'may have frozen', no_melt: 'not heated',
    lowers: '{third}: melting goes down to {code} ({contaminant}) on the way', lowers_now: 'now {code}; the tower closes the runway first', dropped: '{third}: may be {code} now ({contaminant}), reported {reported}', dropped_do: 'Look again and report', nothing_lowers: 'Melting lowers no code', lowers_unknown: 'What melting would do is unknown until the thirds are reported',
    standing: 'Reported {age} ago', standing_oldest: 'oldest third', standing_none: 'No report yet', offline: 'Offline', offline_data: 'Data {at}, {age} ago', offline_never: 'No answer yet', offline_means: 'Values grow old; nothing can be reported', stored: 'Report kept, {at}', report: 'Report condition', snowtam: 'SNOWTAM draft', sign_in_to_report: 'Sign in as airport crew or operations to report', may_not_report: 'Your role may not report here', back: 'Back',
    entry: 'Report condition', entry_untouched: 'not looked at', entry_touched: 'will be sent', entry_same: 'Same as before', entry_copy: 'Same on all thirds', coverage: 'Coverage', depth_title: 'Depth', depth_none: 'Not measured', depth_not_here: 'no depth belongs to this', coverage_dry: 'dry: none', assessor: 'Lower the code', assessor_by_matrix: 'by the matrix', less: 'less', more: 'more', lower: 'lower', matrix: 'Code now',
    hold_send: 'Hold 2 s to report', holding: 'keep holding', send_which: '{thirds}', send_none: 'Choose what you see first', sending: 'Sending', lost: 'No answer: whether it was kept is unknown. Hold again; it is kept once.', moved: '{by} has reported since, {age} ago. Compare, then take that as read.', moved_nameless: 'Somebody has reported since. Compare, then take that as read.', take_as_read: 'I have read it',
    draft: 'SNOWTAM draft', draft_note: 'A draft from what was reported; nobody has sent it. The number is given by the AIS.', draft_valid: 'Holds until {at} at most', draft_none: 'No draft', draft_why: '{third}: {why}', draft_no_name: 'The network does not name aerodrome and ends', copy: 'Copy', copied: 'Copied', copy_failed: 'Not copied: select the text',
  },
  contaminant: {
    DRY: 'Dry', FROST: 'Frost', WET: 'Wet', SLIPPERY_WET: 'Slippery wet', STANDING_WATER: 'Standing water', SLUSH: 'Slush', DRY_SNOW: 'Dry snow', WET_SNOW: 'Wet snow', COMPACTED_SNOW: 'Compacted snow', ICE: 'Ice', WET_ICE: 'Wet ice',
    DRY_SNOW_ON_COMPACTED_SNOW: 'Dry snow on compacted', WET_SNOW_ON_COMPACTED_SNOW: 'Wet snow on compacted', WATER_ON_COMPACTED_SNOW: 'Water on compacted', DRY_SNOW_ON_ICE: 'Dry snow on ice', WET_SNOW_ON_ICE: 'Wet snow on ice',
  },
  rwycc_reason: { not_observed: 'not reported', observation_old: 'report too old', depth_missing: 'depth not measured', temperature_missing: 'temperature not known' },
  observation_fault: { dry_with_coverage: 'Dry has no coverage', depth_not_for_this: 'No depth belongs to this', depth_out_of_range: 'No such depth', water_is_wet: 'Water up to 3 mm is wet', code_raised: 'A code is lowered only' },
  problem: { runway_observation_impossible: 'This cannot be what lies there', runway_observation_time: 'An observation holds for {most_h} h; this one is older, or of a time to come', runway_client_id_reused: 'This form was used for another report; open it anew', runway_observation_moved: 'Somebody else has reported since' },
}
