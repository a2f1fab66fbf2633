"""`python -m runtime`: the `claimdesk` command, for processes that start each other."""

from runtime.commands import main

if __name__ == "__main__":
    main()
