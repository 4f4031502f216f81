"""Who is here: accounts of our own, or the host's people; and how each likes their pages.

What belongs here: registering, signing in and out, passwords, one-time links, the account page, who the host says it is.
What does not: what people learn or earn.
`doors` (registering, signing in) is mounted only when no host signs people in; `settings` always is.
"""
