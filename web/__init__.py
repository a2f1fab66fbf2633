"""Who does it: routes, templates and static files of the browser screens."""
