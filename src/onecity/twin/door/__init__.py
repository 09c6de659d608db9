"""The doors of the twin: one Starlette application, one module for each resource."""
