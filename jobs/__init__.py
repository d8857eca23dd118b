"""What runs in the background: consequences of events.

`subscriptions.py` is the one page that says which event leads to which job. `relay.py` hands events
over, `runner.py` runs a job, `worker.py` is the process. The jobs themselves are in a file per domain.
Everything here may happen twice, so every job is written so that nobody notices.
"""
