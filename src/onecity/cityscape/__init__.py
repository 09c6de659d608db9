"""The body of a city that is made up: streets, blocks, buildings, nets and assets, from its outlines and a seed.

Everything is in metres on a plane (`plane`), drawn by numpy from one seed: the same seed gives the same city. `making`
writes it as entities and as map tiles; `loading` puts entities, and what other systems export, into the store.
"""
