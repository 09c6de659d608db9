"""What the city owns and measures: nets and devices, each where it would stand."""
