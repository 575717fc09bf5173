"""The one door: who you are, what you may reach, how often, and then the service.

app         the gateway as one ASGI application
protocol    HTTP/1.1 as uvicorn serves it here, with the doubts removed
edge        every request: identified, checked, forwarded or answered here
routes      what the committed contracts let through
callers     whose token it is; tokens for the services
powers      what the offices of callers let them do today
appointments  asks the registry who holds them
oauth       tokens for systems (client credentials)
clients     the systems that may ask for tokens
keys        what tokens are signed with, and how that changes
proxy       one request forwarded
limits      how often
addresses   whose address it is, behind what ends TLS
cache       answers that may be given again
hearing     events drop what they may have made untrue
pages       documentation, contracts, health, metrics
commands    `onedistrict client` and `onedistrict keys`
"""
