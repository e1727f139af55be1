"""Reads collections with QGIS's own OGC API provider and prints what it saw as one line of JSON.

usage: QT_QPA_PLATFORM=offscreen python3 qgis-client.py http://host:port/ogc
"""
import json
import os
import sys

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext, QgsFeatureRequest, QgsRectangle, QgsVectorLayer


def layer(collection, more=""):
    found = QgsVectorLayer(f"url='{sys.argv[1]}' typename='{collection}'{more}", collection, "OAPIF")
    if not found.isValid():
        raise SystemExit(f"{collection}: {found.error().message()}")
    return found


def read(of, request):
    return {f["id"]: {"wkt": f.geometry().asWkt(9), "surface_temperature_c": f["surface_temperature_c"] or None} for f in of.getFeatures(request)}


app = QgsApplication([], False)
app.initQgis()
segments = layer("segments")
paged = layer("segments", " pagingEnabled='true' pageSize='3'")
box = QgsRectangle(126.6015, 45.7, 126.6016, 45.8)
where = QgsFeatureRequest().setFilterExpression("\"kind\" = 'bridge'")
filtered = layer("segments")
took = filtered.setSubsetString("\"kind\" = 'bridge'")
zone = QgsCoordinateTransform(segments.crs(), QgsCoordinateReferenceSystem("EPSG:4551"), QgsCoordinateTransformContext())
print(json.dumps({
    "crs": segments.crs().authid(),
    "count": segments.featureCount(),
    "fields": {field.name(): field.typeName() for field in segments.fields()},
    "all": read(segments, QgsFeatureRequest()),
    "paged": sorted(read(paged, QgsFeatureRequest())),
    "box": sorted(read(layer("segments", " restrictToRequestBBOX='1'"), QgsFeatureRequest().setFilterRect(box))),
    "where": sorted(read(segments, where)),
    "subset": [took, sorted(read(filtered, QgsFeatureRequest()))],
    "zone": {f["id"]: [[p.x(), p.y()] for p in map(zone.transform, f.geometry().asPolyline())] for f in segments.getFeatures()},
    "stations": {f["id"]: f.geometry().asWkt(9) for f in layer("stations").getFeatures()},
}, default=str))
sys.stdout.flush()
# Layers that outlive the application crash at the end of Python: nothing is left to be put away.
os._exit(0)
