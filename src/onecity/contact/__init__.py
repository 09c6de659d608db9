"""The single number: a matter comes in by any door, is understood, answered or sent to the agency in charge."""
