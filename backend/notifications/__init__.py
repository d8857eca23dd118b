"""What leaves the house towards a person: so far text messages, each sent once.

Words: a TextMessage is one message to one number for one reason (its key), and its state is what we
know of it: queued, leased (somebody is sending it), sent, failed, or unknown. It does not decide who
hears what; a job does, and calls `send_once`.
"""
