"""The HTTP edge: building an app, signing in, refusing, paging.

app          build_service(): everything all services share
route        one request is one transaction, audited and repeatable
once, sent   what a repeated request is answered, and how it is recognised
auth         permission as a type in an endpoint's signature
problems     refusals as RFC 9457 documents
conditional  ETag, If-Match, If-None-Match
contract     what the generated OpenAPI document says beyond FastAPI's own
paging       lists by cursor
operations   audit entries and dead letters, by API
forgetting   kept answers go after a week
"""
