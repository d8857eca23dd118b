"""Every text that leaves the house as a message, in ICU MessageFormat: one JSON file for each language.

Keys: `topic.title`, `topic.body`, `topic.sms` (short: what a text message says before its link) for every
topic; `topic.office` where everybody has a body of their own, for who looks at what was sent; and
`why.code` for every reason that somebody is told for. Korean is the source.
"""
