"""What every domain stands on: access, tenancy, transactions, events, idempotency, errors.

No word of a business domain appears in here. Imports go down only: a domain may import core,
core imports no domain. What a domain must plug in (who a session belongs to, which documents a
phone keeps) it registers; `backend/app.py` does the plugging.
"""
