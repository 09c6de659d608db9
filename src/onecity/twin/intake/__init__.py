"""How measurements come in: messages of devices, mapped to entities as the city's folder says, each stored once."""
