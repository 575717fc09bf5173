"""Events out through the outbox, in through the inbox: none lost, none applied twice.

tables, outbox, envelope     a fact is written in the transaction that caused it
streams, broker              what must exist in JetStream, and a connection to it
relay, publishing            committed facts leave, oldest first
progress, reconciliation     how far they came; all leave again when the stream is lost
consumer, inbox, delivery    facts arrive; each is applied once, in order
reader                       a loop per publisher
setbacks, dead_letters       what could not be applied waits here
worker, supervision, pace    all of it running while the service runs
standing, metrics, trouble   how it is doing
"""
