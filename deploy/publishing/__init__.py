"""What services promise, generated from their code: OpenAPI, JSON Schema, AsyncAPI.

    http       one OpenAPI 3.1 document per service, and the public sum of them
    events     one JSON Schema per event version, and the AsyncAPI document
    coupling   topology.md: who hears whom, which process has which database
    files      all of it, by its path below contracts/

`python -m deploy.publishing` rewrites the files; a test compares them.
"""
