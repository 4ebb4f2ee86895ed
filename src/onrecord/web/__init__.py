"""The pages and the HTTP API over a Record, module by module.

app        all of it as one ASGI application     running   listens, and ends    settings  how it is run
site       what handlers share
guards     hosts, origins, sizes, rates, headers  visitors  sessions and roles   users     the file of users
pages      overview and lists   searching  words, meaning, facets   articles   actors   reviewing   adding
jobs       what is added, read in a process of its own             api       JSON       problems  errors in words
filters    questions in addresses   marks  a text with its entries in place   svg, timeline  pictures
assistant  tools for assistants, over standard input and output

Handlers are thin: they ask `onrecord.store` and hand rows to a template. Nothing here imports FastAPI before it is
needed, and nothing outside imports this package but the commands that run it.
"""
