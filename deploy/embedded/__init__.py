"""The whole system on one machine, from wheels alone: no Docker, no packages, no root.

cluster         the whole system in one data directory
data_directory  what is kept there, and who may use it
servers         PostgreSQL and NATS: ours, or those that the environment names
postgres, nats  a real server each, from a wheel
watch           what dies is started again
supervisor      start, watch and stop one child process
tether          what a child runs first, so that it dies with its runner
pidfile         which process was left behind by a runner that was killed
interruption    a signal to leave arrives only while we wait
accounts        run a program that refuses root when we are root
ports           a free port, for those who cannot ask for one themselves
"""
