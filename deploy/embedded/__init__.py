"""The whole system on one machine, from wheels alone: no Docker, no packages, no root.

tether      what a child runs first, so that it dies with its runner
supervisor  start, watch and stop one child process
accounts    run a program that refuses root when we are root
ports       a free port, for those who cannot ask for one themselves
postgres    a real PostgreSQL, nats: a real JetStream broker
"""
