"""The city as vector tiles in one file (PMTiles 3, Mapbox Vector Tile 2.1), which we serve ourselves."""
