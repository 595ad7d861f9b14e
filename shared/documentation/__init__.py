"""What is written down once an incident was looked into: a note for the backlog, a draft of a postmortem, a lesson."""
