"""The built-in answerer: a small SIP user agent over UDP that takes calls and nothing else."""
