"""What every service bolts onto. It knows no service and holds no business rule.

database, repository, errors, clock, settings   usable anywhere
audit, idempotency                              written in the caller's transaction
messaging                                       events in and out
migrations                                      how a database gets its tables
tabular                                         uploaded tables, read safely
web                                             only at a service's HTTP edge
"""
