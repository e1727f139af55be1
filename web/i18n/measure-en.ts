/** Words of places, of the read-out of positions, and of measuring. */
export const measureEn = {
  place: {
    coordinates: 'Coordinates', pointed: 'Place on the map', station: 'Station', how_stake: 'by route and stake', how_pointed: 'pointed at on the map', read_as: 'read as {system}, {order}',
    order_lat_lon: 'latitude first', order_lon_lat: 'longitude first', order_northing_easting: 'northing first', order_easting_northing: 'easting first', order_geocentric: 'geocentric', assumed_order: 'both orders are possible', assumed_zone: "no zone written: the city's 3° zone taken",
    fault_system: 'This code names no system that is known here', fault_numbers: 'Too few or too many figures for this system', fault_range: 'Nowhere on the globe', fault_zone: 'No zone is written and none can be taken', fault_outside: 'Not in the zone that is named',
    stake_route: 'The network has no route “{said}”', stake_routes: 'Too many routes begin so: {said} …', stake_unnamed: 'Write the route before the stake, such as {said}', stake_line: 'The network knows no line {said}: leave the letter out', no_stake: 'There is no {stake}; there are {covered}', no_stakes: 'There is no {stake}; the route has no stakes', asking: 'Looking for the stake',
    nearest: 'Nearest segment', none_near: 'No segment within 5 km', on: 'on the segment', left: '{m} m to its left', right: '{m} m to its right', select: 'Select this segment', close: 'Take the mark away', copy: 'Copy the coordinates', copied: 'Copied', not_copied: 'The browser does not allow it', measure: 'Measure from here',
  },
  readout: {
    system: 'System', cgcs2000: 'CGCS2000', crs84: 'CRS84', gauss_kruger: 'Gauss-Krüger 3° zone', gcj02: 'GCJ-02 (display only)', display_only: 'display only', no_zone: "Not in one of China's 3° zones", meridian: 'central meridian {deg}°E',
    of_cursor: 'Cursor', of_place: 'Mark', of_selected: 'Selected', of_city: 'City centre', hint: 'Ctrl+C copies what is under the pointer, a right click marks it',
    note_cgcs2000: 'CGCS2000, epoch 2000.0; latitude first', note_crs84: 'Longitude first; the same figures as CGCS2000, as EPSG has it. WGS 84 at the present epoch may lie nearly 1 m away', note_gauss_kruger: "CGCS2000 Gauss-Krüger 3° zone, eastings without the zone's number; northing first", note_gcj02: 'The shifted coordinates of public web maps: for a look only, never to be stored or reported',
  },
  measure: {
    title: 'Measure', start: 'Measure (M)', tool: 'What is measured', length: 'Length', area: 'Area', buffer: 'Buffer', nearest: 'Nearest', units: 'Units', radius: 'Buffer radius', radius_less: 'Less', radius_more: 'More', radius_wrong: '1 to 20,000 m',
    hint_length: 'Click the corners of a line; the last one again or Enter finishes', hint_area: 'Click the corners of the border; the first one again or Enter finishes', hint_buffer: 'Click a place, or the corners of a line; the last one again or Enter finishes', hint_nearest: 'Click a place to see the nearest segment', hint_done: 'Corners can be dragged; a click on the map begins anew', hint_keys: 'M begins anew · Backspace takes back · Esc ends · arrows move the map, Space takes its centre',
    total: 'Length', last_leg: 'last leg {m}', to_cursor: 'to the cursor {m}', perimeter: 'Perimeter', area_of: 'Area', crosses: 'Edges cross: there is no one area', need_corners: '{n} more corners', too_wide: 'Too large to be measured', ellipsoid: 'geodesic on the CGCS2000 ellipsoid',
    in_buffer: 'Segments in the buffer', in_buffer_count: '{n} segments', in_buffer_length: 'together {length}', in_buffer_note: 'Counted when any part lies within; the sum is of whole segments', nothing_in_buffer: 'No segment', buffer_none: 'Click a place first',
    undo: 'Undo', finish: 'Finish', clear: 'Clear', at_centre: 'Take centre', end: 'End measuring', corner: 'Corner {n}', corners: '{n} corners',
  },
}
