"""The time zone in which most people of a state live: a first guess for a new practice."""

EARLIEST = "America/New_York"  # its day begins first: no deadline is seen too late

_EASTERN = "CT DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV DC"
_CENTRAL = "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI"
_MOUNTAIN = "CO ID MT NM UT WY"
_PACIFIC = "CA NV OR WA"
_ALONE = {
    "AK": "America/Anchorage",
    "AZ": "America/Phoenix",
    "HI": "Pacific/Honolulu",
    "PR": "America/Puerto_Rico",
    "VI": "America/Puerto_Rico",
    "GU": "Pacific/Guam",
    "AS": "Pacific/Pago_Pago",
    "MP": "Pacific/Guam",
}
_ZONES = {
    **dict.fromkeys(_EASTERN.split(), EARLIEST),
    **dict.fromkeys(_CENTRAL.split(), "America/Chicago"),
    **dict.fromkeys(_MOUNTAIN.split(), "America/Denver"),
    **dict.fromkeys(_PACIFIC.split(), "America/Los_Angeles"),
    **_ALONE,
}


def zone_of_state(state: str) -> str:
    """The zone of these two letters; the one whose day begins first for any other."""
    return _ZONES.get(state.upper(), EARLIEST)
